'use client';

import Popover from '@cloudscape-design/components/popover';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { formatHours, formatUsd } from '@/lib/training/format';
import { type WasteCause } from '@/lib/training/money/waste';
import { noPrice } from '@/lib/training/money/money-text';
import { type WasteSource } from '@/lib/training/report/waste-board';
import { jobsPath } from '@/lib/urls/job-list';
import { type EnterPrice, PriceEntry } from '../savings/price-entry';
import { AppLink } from '../shell/app-link';
import { boundText, causeLabels, countText, notKnown } from './waste-words';

type Source = WasteSource & { cause: WasteCause };

interface WasteSourcesProps {
  backend: string;
  text: string;
  /** What the figure is, for its name. */
  of: string;
  sources: readonly Source[];
  moreSources?: number;
  /** Of these a price can be entered. */
  pricesMissing: readonly string[];
  onEnter: EnterPrice;
}

/** A figure that leads to its jobs: at once where they are one list, otherwise by a choice of lists. */
export const WasteSources = (props: WasteSourcesProps) => {
  const { backend, text, of, sources, moreSources = 0, pricesMissing, onEnter } = props;
  const [only] = sources;
  if (only === undefined) return <span className="sd-number">{text}</span>;
  const toEnter = [...new Set(sources.map(({ instanceType }) => instanceType))].filter((type) =>
    pricesMissing.includes(type),
  );
  const href = hrefOf(backend, only);
  if (sources.length === 1 && toEnter.length === 0 && href !== undefined) {
    return (
      <span className="sd-number">
        <AppLink href={href} ariaLabel={`${text}: ${of}`}>
          {text}
        </AppLink>
      </span>
    );
  }
  return (
    <span className="sd-number">
      <Popover
        header={of}
        size="large"
        triggerType="text"
        triggerAriaLabel={`${text}: ${of}`}
        dismissAriaLabel="Close"
        renderWithPortal
        content={
          <SpaceBetween size="s">
            <ul className="sd-plain-list">
              {sources.map((source) => (
                <li key={`${source.cause} ${source.endpoint ?? ''} ${source.instanceType}`}>
                  <SourceLine backend={backend} source={source} />
                </li>
              ))}
            </ul>
            {moreSources > 0 && `And ${moreSources} more.`}
            {toEnter.map((instanceType) => (
              <PriceEntry key={instanceType} instanceType={instanceType} onEnter={onEnter} />
            ))}
          </SpaceBetween>
        }
      >
        {text}
      </Popover>
    </span>
  );
};

const SourceLine = ({ backend, source }: { backend: string; source: Source }) => {
  const { cause, endpoint, count, instanceType, usd, unknown, bound, hours } = source;
  const href = hrefOf(backend, source);
  const name = endpoint ?? `${countText(cause, count)} on ${instanceType}`;
  return (
    <>
      {href === undefined ? name : <AppLink href={href}>{name}</AppLink>}
      {`: ${causeLabels[cause].toLowerCase()}, ${unknown ? notKnown : usd === undefined ? noPrice : boundText(formatUsd(usd), bound)}, ${formatHours(hours)}`}
      {endpoint !== undefined && ` of ${instanceType}`}
    </>
  );
};

const hrefOf = (backend: string, { endpoint, filters }: WasteSource): string | undefined => {
  if (endpoint !== undefined) return `/${backend}/endpoints/${encodeURIComponent(endpoint)}`;
  return filters && jobsPath(backend, filters);
};
