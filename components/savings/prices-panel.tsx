'use client';

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { askServer } from '@/components/shell/ask-server';
import { formatUsdPerHour } from '@/lib/training/format';
import { placeName } from '@/lib/training/backend-slug';
import { type ReportPrice, type SavingsReport } from '@/lib/training/report/savings-report';
import { type EnterPrice } from './price-entry';
import { numberColumn } from '../shell/number-column';

interface PricesPanelProps {
  report: SavingsReport;
  onEnter: EnterPrice;
}

/** What the money is made of, and a way to take back what was entered. */
export const PricesPanel = ({ report, onEnter }: PricesPanelProps) => {
  const { prices, pricesPending, pricesProblem, region, places } = report;
  return (
    <div id="prices">
      <Container
        header={
          <Header variant="h2" description={`On demand, for training, in ${region}; of one instance.`}>
            Prices
          </Header>
        }
      >
        <SpaceBetween size="l">
          {pricesPending && <StatusIndicator type="in-progress">Reading prices</StatusIndicator>}
          {pricesProblem !== undefined && <StatusIndicator type="warning">{pricesProblem}</StatusIndicator>}
          <Table
            variant="embedded"
            items={[...prices].sort((a, b) => (a.instanceType < b.instanceType ? -1 : 1))}
            trackBy={({ instanceType, where = '' }) => `${where} ${instanceType}`}
            ariaLabels={{ tableLabel: 'Prices' }}
            empty={<Box color="text-body-secondary">No price is used in this period.</Box>}
            columnDefinitions={[
              {
                id: 'type',
                header: 'Instance type',
                isRowHeader: true,
                cell: ({ instanceType }) => instanceType,
              },
              ...(places
                ? [
                    {
                      id: 'where',
                      header: 'Account and Region',
                      cell: ({ where }: ReportPrice) => (where === undefined ? '–' : placeName(where)),
                    },
                  ]
                : []),
              numberColumn({
                id: 'price',
                header: 'On demand',
                cell: ({ usdPerHour }) => formatUsdPerHour(usdPerHour),
              }),
              { id: 'source', header: 'Source', minWidth: 200, cell: ({ source }) => source },
              { id: 'date', header: 'As of', cell: ({ asOf }) => asOf ?? 'not given' },
              {
                id: 'remove',
                header: 'Entered',
                cell: ({ byHand, instanceType, where }) =>
                  byHand ? <TakeBack instanceType={instanceType} where={where} onEnter={onEnter} /> : '–',
              },
            ]}
          />
        </SpaceBetween>
      </Container>
    </div>
  );
};

interface PriceProps {
  instanceType: string;
  where: string | undefined;
  onEnter: EnterPrice;
}

const TakeBack = ({ instanceType, where, onEnter }: PriceProps) => {
  const [error, setError] = useState<string>();
  const takeBack = async () => {
    const result = await askServer(() => onEnter(instanceType, undefined, where));
    setError(result.ok ? undefined : result.error.message);
  };
  return (
    <>
      <Button
        variant="inline-link"
        ariaLabel={`Take back the price of ${instanceType}${where === undefined ? '' : ` in ${placeName(where)}`}`}
        onClick={() => void takeBack()}
      >
        Take back
      </Button>
      {error !== undefined && <StatusIndicator type="error">{error}</StatusIndicator>}
    </>
  );
};
