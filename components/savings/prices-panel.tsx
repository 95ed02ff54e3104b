'use client';

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { askServer } from '@/components/shell/ask-server';
import { type ActionResult } from '@/lib/errors/action-result';
import { formatUsdPerHour } from '@/lib/training/format';
import { type SavingsReport } from '@/lib/training/report/savings-report';

interface PricesPanelProps {
  report: SavingsReport;
  /** USD an hour; without it the price that was entered is taken back. */
  onEnter: (instanceType: string, usdPerHour: number | undefined) => Promise<ActionResult<undefined>>;
}

/** What the money is made of, and a way to enter what the price list does not have. */
export const PricesPanel = ({ report, onEnter }: PricesPanelProps) => {
  const { prices, pricesMissing, pricesPending, pricesProblem, region } = report;
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
          {!pricesPending && pricesMissing.length > 0 && (
            <SpaceBetween size="s">
              {pricesMissing.map((instanceType) => (
                <MissingPrice key={instanceType} instanceType={instanceType} onEnter={onEnter} />
              ))}
            </SpaceBetween>
          )}
          <Table
            variant="embedded"
            items={[...prices].sort((a, b) => (a.instanceType < b.instanceType ? -1 : 1))}
            trackBy="instanceType"
            ariaLabels={{ tableLabel: 'Prices' }}
            empty={<Box color="text-body-secondary">No price is used in this period.</Box>}
            columnDefinitions={[
              {
                id: 'type',
                header: 'Instance type',
                isRowHeader: true,
                cell: ({ instanceType }) => instanceType,
              },
              {
                id: 'price',
                header: 'On demand',
                cell: ({ usdPerHour }) => <span className="sd-number">{formatUsdPerHour(usdPerHour)}</span>,
              },
              { id: 'source', header: 'Source', minWidth: 200, cell: ({ source }) => source },
              { id: 'date', header: 'As of', cell: ({ asOf }) => asOf ?? 'not given' },
              {
                id: 'remove',
                header: 'Entered',
                cell: ({ byHand, instanceType }) =>
                  byHand ? <TakeBack instanceType={instanceType} onEnter={onEnter} /> : '–',
              },
            ]}
          />
        </SpaceBetween>
      </Container>
    </div>
  );
};

interface PriceProps extends Pick<PricesPanelProps, 'onEnter'> {
  instanceType: string;
}

const TakeBack = ({ instanceType, onEnter }: PriceProps) => {
  const [error, setError] = useState<string>();
  const takeBack = async () => {
    const result = await askServer(() => onEnter(instanceType, undefined));
    setError(result.ok ? undefined : result.error.message);
  };
  return (
    <>
      <Button
        variant="inline-link"
        ariaLabel={`Take back the price of ${instanceType}`}
        onClick={() => void takeBack()}
      >
        Take back
      </Button>
      {error !== undefined && <StatusIndicator type="error">{error}</StatusIndicator>}
    </>
  );
};

const MissingPrice = ({ instanceType, onEnter }: PriceProps) => {
  const [text, setText] = useState('');
  const [error, setError] = useState<string>();
  const [saving, setSaving] = useState(false);
  const save = async () => {
    const usdPerHour = Number(text.trim().replace(/^\$/, ''));
    if (text.trim() === '' || !Number.isFinite(usdPerHour) || usdPerHour <= 0) {
      setError('Enter US dollars an hour, above zero, e.g. 32.77.');
      return;
    }
    setSaving(true);
    const result = await askServer(() => onEnter(instanceType, usdPerHour));
    setSaving(false);
    setError(result.ok ? undefined : result.error.message);
  };
  return (
    <FormField
      label={`${instanceType}: no price in the list`}
      description="Enter what one instance costs an hour on demand; it is used until the list has a price."
      errorText={error}
      secondaryControl={
        <Button onClick={() => void save()} loading={saving}>
          Use this price
        </Button>
      }
    >
      <Input
        value={text}
        inputMode="decimal"
        placeholder="USD an hour"
        ariaLabel={`Price of ${instanceType}, USD an hour`}
        onChange={({ detail }) => setText(detail.value)}
        onKeyDown={({ detail }) => {
          if (detail.key === 'Enter') void save();
        }}
      />
    </FormField>
  );
};
