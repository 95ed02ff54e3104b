'use client';

import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { formatNumber, formatUsd } from '@/lib/training/format';
import { type WasteCause, wasteCauses } from '@/lib/training/money/waste';
import { none, noPrice } from '@/lib/training/money/money-text';
import {
  type WasteBoard,
  type WasteQuery,
  type WasteRow,
  wasteSortKeys,
} from '@/lib/training/report/waste-board';
import { type EnterPrice } from '../savings/price-entry';
import { AppLink } from '../shell/app-link';
import { FirstStep } from '../shell/first-step';
import { WasteGrouping } from './waste-grouping';
import { type WasteLinks } from './waste-links';
import { WasteSources } from './waste-sources';
import {
  boundText,
  causeLabels,
  figureText,
  groupTitle,
  notKnown,
  rowName,
  unpricedText,
} from './waste-words';
import { numberColumn } from '../shell/number-column';
import { tableSorting } from '../shell/table-sorting';

interface WasteTableProps {
  links: WasteLinks;
  board: WasteBoard;
  onChange: (change: Partial<WasteQuery>) => void;
  onEnter: EnterPrice;
}

/** One row a group, the dearest first; all rows together are the totals. */
export const WasteTable = ({ links, board, onChange, onEnter }: WasteTableProps) => {
  const { grouping, query } = board;
  const columns = columnsOf(links, board, onEnter);
  return (
    <Table
      items={board.rows}
      columnDefinitions={columns}
      trackBy={({ key }) => (key === undefined ? 'none' : `key ${key}`)}
      {...tableSorting(columns, query.sort, {
        keys: wasteSortKeys,
        fromA: ['group'],
        onSort: (sort) => onChange({ sort }),
      })}
      ariaLabels={{ tableLabel: 'Who wastes most' }}
      header={
        <Header
          variant="h2"
          counter={`(${formatNumber(board.found)})`}
          description={
            grouping.by === 'owner' && grouping.ownerKey === undefined
              ? 'No job has a tag that names its owner, such as Owner or User: give your jobs one at launch.'
              : undefined
          }
          actions={<WasteGrouping board={board} onChange={onChange} />}
        >
          Who wastes most
        </Header>
      }
      pagination={
        board.pages > 1 && (
          <Pagination
            currentPageIndex={board.page}
            pagesCount={board.pages}
            onChange={({ detail }) => onChange({ page: detail.currentPageIndex })}
          />
        )
      }
      empty={<Nothing links={links} board={board} />}
    />
  );
};

const columnsOf = (
  links: WasteLinks,
  board: WasteBoard,
  onEnter: EnterPrice,
): TableProps.ColumnDefinition<WasteRow>[] => {
  const { grouping, pricesMissing } = board;
  const sources = (row: WasteRow, of: string) => ({
    links,
    of: `${of} of ${rowName(row, grouping)}`,
    pricesMissing,
    onEnter,
  });
  return [
    {
      id: 'group',
      header: groupTitle(grouping),
      isRowHeader: true,
      minWidth: 140,
      sortingField: 'group',
      cell: (row) =>
        row.filters ? (
          <AppLink href={links.jobs(row.filters)}>{rowName(row, grouping)}</AppLink>
        ) : (
          rowName(row, grouping)
        ),
    },
    numberColumn({
      id: 'total',
      header: 'Wasted',
      sortingField: 'total',
      cell: (row) => <strong>{totalText(row)}</strong>,
    }),
    ...wasteCauses.map((cause: WasteCause) =>
      numberColumn<WasteRow>({
        id: cause,
        header: causeLabels[cause],
        sortingField: cause,
        cell: (row) => (
          <WasteSources
            {...sources(row, causeLabels[cause])}
            text={figureText(row.figures[cause])}
            sources={row.figures[cause].sources.map((source) => ({ ...source, cause }))}
            moreSources={row.figures[cause].moreSources}
          />
        ),
      }),
    ),
    numberColumn({
      id: 'unpriced',
      header: 'Without a price',
      sortingField: 'unpriced',
      cell: (row) => (
        <WasteSources {...sources(row, 'Without a price')} text={unpricedText(row)} sources={row.unpriced} />
      ),
    }),
  ];
};

export const totalText = ({ figures, usd, bound }: Pick<WasteRow, 'figures' | 'usd' | 'bound'>): string => {
  const counted = wasteCauses.some((cause) => figures[cause].count > 0);
  const priced = wasteCauses.some((cause) => figures[cause].pricedCount > 0);
  if (!counted) return none;
  if (priced) return boundText(formatUsd(usd), bound);
  return wasteCauses.every((cause) => figures[cause].unknownCount === figures[cause].count)
    ? notKnown
    : noPrice;
};

const Nothing = ({ links, board }: { links: WasteLinks; board: WasteBoard }) => {
  if (board.freshness.asOf === undefined) {
    return (
      <Box textAlign="center" padding={{ vertical: 'l' }}>
        <Box variant="strong">
          {board.freshness.problem ? 'The jobs could not be read yet' : 'The jobs are still being read'}
        </Box>
      </Box>
    );
  }
  return (
    <FirstStep
      title={isAllRead(board) ? 'Nothing was wasted' : 'No waste is known'}
      action={{ text: 'Launch a job on spot', href: links.launch }}
      other={<AppLink href={links.allJobs}>See the jobs there are</AppLink>}
    >
      Jobs of this period that fail, train something twice, or ran on demand though spot would have suited
      them are told here, and endpoints that nobody asks. A job on spot, with checkpoints, keeps it so.
    </FirstStep>
  );
};

/** Neither endpoints nor logs are left that could tell of waste. */
const isAllRead = ({ endpoints, backfilledJobs, interruptedJobs }: WasteBoard): boolean =>
  endpoints.problem === undefined && !endpoints.pending && backfilledJobs >= interruptedJobs;
