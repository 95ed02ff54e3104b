import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { type ReactNode } from 'react';

interface NameValueTableProps {
  title: string;
  rows: readonly { name: string; value: ReactNode }[];
  valueHeader?: string;
}

/** A section of names and values; says so where there are none. */
export const NameValueTable = ({ title, rows, valueHeader = 'Value' }: NameValueTableProps) => (
  <Table
    variant="embedded"
    contentDensity="compact"
    wrapLines
    enableKeyboardNavigation
    items={rows}
    trackBy="name"
    ariaLabels={{ tableLabel: title }}
    header={
      <Header variant="h3" counter={`(${rows.length})`}>
        {title}
      </Header>
    }
    empty={<Box color="text-body-secondary">None</Box>}
    columnDefinitions={[
      { id: 'name', header: 'Name', cell: ({ name }) => name, isRowHeader: true, width: 220 },
      { id: 'value', header: valueHeader, cell: ({ value }) => value },
    ]}
  />
);
