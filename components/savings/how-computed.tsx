'use client';

import Box from '@cloudscape-design/components/box';
import Icon from '@cloudscape-design/components/icon';
import Popover from '@cloudscape-design/components/popover';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type TableProps } from '@cloudscape-design/components/table';
import { type Explanation } from '@/lib/training/report/explanations';
import { useSimulatedMoney } from './simulated-money';
import styles from './savings.module.css';

interface HowComputedProps {
  /** What the number is, for the button's name. */
  what: string;
  explanation: Explanation;
}

/** A small button beside a number that says how it is computed. */
export const HowComputed = ({ what, explanation }: HowComputedProps) => {
  const simulated = useSimulatedMoney();
  return (
    <span className={styles.how}>
      <Popover
        header={`How ${what} is computed`}
        size="large"
        triggerType="custom"
        dismissAriaLabel="Close"
        renderWithPortal
        content={
          <SpaceBetween size="xs">
            <div>{explanation.formula}</div>
            {explanation.inputs.length > 0 && (
              <dl className={styles.inputs}>
                {explanation.inputs.map(([name, value]) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
            )}
            <Box fontSize="body-s" color="text-body-secondary">
              Source: {explanation.source}.
            </Box>
            {simulated && (
              <Box fontSize="body-s" color="text-body-secondary">
                This backend simulates the spot discount and its capacity waits: no money was spent.
              </Box>
            )}
          </SpaceBetween>
        }
      >
        <button type="button" className="sd-plain-button" aria-label={`How is ${what} computed?`}>
          <Icon name="status-info" size="small" variant="subtle" />
        </button>
      </Popover>
    </span>
  );
};

/** The last column of a table: how each row's numbers are computed. */
export const howColumn = <Row,>(
  what: (row: Row) => string,
  explain: (row: Row) => Explanation,
): TableProps.ColumnDefinition<Row> => ({
  id: 'how',
  header: 'How',
  cell: (row) => <HowComputed what={what(row)} explanation={explain(row)} />,
});
