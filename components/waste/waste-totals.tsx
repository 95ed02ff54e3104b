'use client';

import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { wasteCauses } from '@/lib/training/money/waste';
import { type WasteBoard } from '@/lib/training/report/waste-board';
import { type EnterPrice } from '../savings/price-entry';
import styles from '../savings/savings.module.css';
import { type WasteLinks } from './waste-links';
import { WasteSources } from './waste-sources';
import { totalText } from './waste-table';
import { causeLabels, causeMeanings, countText, figureText, unpricedText } from './waste-words';

interface WasteTotalsProps {
  links: WasteLinks;
  board: WasteBoard;
  onEnter: EnterPrice;
}

/** What all rows come to, by cause. */
export const WasteTotals = ({ links, board, onEnter }: WasteTotalsProps) => {
  const { totals, simulated, simulatedPlaces, pricesMissing } = board;
  const common = { links, pricesMissing, onEnter };
  const label = simulatedPlaces ? 'partly simulated' : 'simulated';
  const total = totalText(totals);
  return (
    <Container>
      <SpaceBetween size="l">
        <div className={styles.figures}>
          <div className={styles.figure} role="group" aria-label="Wasted">
            <div className={styles.label}>Wasted{simulated && totals.usd > 0 ? ` (${label})` : ''}</div>
            <div className={styles.large} data-figure="Wasted">
              {total}
            </div>
          </div>
          {wasteCauses.map((cause) => {
            const figure = totals.figures[cause];
            return (
              <div key={cause} className={styles.figure} role="group" aria-label={causeLabels[cause]}>
                <div className={styles.label}>{causeLabels[cause]}</div>
                <div className={styles.small} data-figure={causeLabels[cause]}>
                  <WasteSources
                    {...common}
                    of={causeLabels[cause]}
                    text={figureText(figure)}
                    sources={figure.sources.map((source) => ({ ...source, cause }))}
                    moreSources={figure.moreSources}
                  />
                </div>
                {figure.count > 0 && <div className={styles.note}>{countText(cause, figure.count)}</div>}
              </div>
            );
          })}
          {totals.unpricedHours > 0 && (
            <div className={styles.figure} role="group" aria-label="Without a price">
              <div className={styles.label}>Without a price</div>
              <div className={styles.small} data-figure="Without a price">
                <WasteSources
                  {...common}
                  of="Without a price"
                  text={unpricedText(totals)}
                  sources={totals.unpriced}
                />
              </div>
              <div className={styles.note}>of instances, not in the dollars</div>
            </div>
          )}
        </div>
        <ExpandableSection headerText="What counts as waste" variant="footer">
          <dl>
            {wasteCauses.map((cause) => (
              <div key={cause}>
                <dt>
                  <strong>{causeLabels[cause]}</strong>
                </dt>
                <dd>{causeMeanings[cause]}</dd>
              </div>
            ))}
          </dl>
        </ExpandableSection>
      </SpaceBetween>
    </Container>
  );
};
