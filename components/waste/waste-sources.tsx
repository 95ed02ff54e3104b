'use client';

import Popover from '@cloudscape-design/components/popover';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { placeName } from '@/lib/training/backend-slug';
import { formatHours, formatUsd } from '@/lib/training/format';
import { type WasteCause } from '@/lib/training/money/waste';
import { noPrice } from '@/lib/training/money/money-text';
import { type MissingPrice } from '@/lib/training/report/missing-price';
import { type WasteSource } from '@/lib/training/report/waste-board';
import { type EnterPrice, PriceEntry } from '../savings/price-entry';
import { AppLink } from '../shell/app-link';
import { type WasteLinks } from './waste-links';
import { boundText, causeLabels, countText, notKnown } from './waste-words';

type Source = WasteSource & { cause: WasteCause };

interface WasteSourcesProps {
  links: WasteLinks;
  text: string;
  /** What the figure is, for its name. */
  of: string;
  sources: readonly Source[];
  moreSources?: number;
  /** Of these a price can be entered. */
  pricesMissing: readonly MissingPrice[];
  onEnter: EnterPrice;
}

/** A figure that leads to its jobs: at once where they are one list, otherwise by a choice of lists. */
export const WasteSources = (props: WasteSourcesProps) => {
  const { links, text, of, sources, moreSources = 0, pricesMissing, onEnter } = props;
  const [only] = sources;
  if (only === undefined) return <span className="sd-number">{text}</span>;
  const toEnter = pricesMissing.filter(({ instanceType, where }) =>
    sources.some((source) => source.instanceType === instanceType && source.where === where),
  );
  const href = links.source(only);
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
                <li
                  key={`${source.where ?? ''} ${source.cause} ${source.endpoint ?? ''} ${source.instanceType}`}
                >
                  <SourceLine links={links} source={source} />
                </li>
              ))}
            </ul>
            {moreSources > 0 && `And ${moreSources} more.`}
            {toEnter.map((missing) => (
              <PriceEntry
                key={`${missing.where ?? ''} ${missing.instanceType}`}
                {...missing}
                onEnter={onEnter}
              />
            ))}
          </SpaceBetween>
        }
      >
        {text}
      </Popover>
    </span>
  );
};

const SourceLine = ({ links, source }: { links: WasteLinks; source: Source }) => {
  const { cause, endpoint, count, instanceType, usd, unknown, bound, hours, where } = source;
  const href = links.source(source);
  const name = endpoint ?? `${countText(cause, count)} on ${instanceType}`;
  return (
    <>
      {href === undefined ? name : <AppLink href={href}>{name}</AppLink>}
      {`: ${causeLabels[cause].toLowerCase()}, ${unknown ? notKnown : usd === undefined ? noPrice : boundText(formatUsd(usd), bound)}, ${formatHours(hours)}`}
      {endpoint !== undefined && ` of ${instanceType}`}
      {where !== undefined && `, in ${placeName(where)}`}
    </>
  );
};
