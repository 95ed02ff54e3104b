'use client';

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useState } from 'react';
import { Field } from '@/components/forms/field';
import { useForm } from '@/components/forms/use-form';
import { ErrorAlert } from '@/components/shell/error-alert';
import { ModalFooter } from '@/components/shell/modal-footer';
import { Time } from '@/components/shell/time';
import { formatBytes } from '@/lib/training/format';
import {
  inOrder,
  type ListingEntry,
  type ListingOrder,
  listingOrders,
  matching,
  type Place,
  placeOfUri,
  stepsTo,
  uriOfPlace,
} from '@/lib/training/s3-listing';
import { placeFormSchema } from './place-form';
import { type S3Actions } from './s3-actions';
import { useListing } from './use-listing';
import styles from './s3-dialog.module.css';

/** What may be chosen: a folder, a folder or an object, or the archive of a script. */
export type Pick = 'folder' | 'any' | 'archive';

export interface S3DialogProps {
  actions: S3Actions;
  /** What the URI is for, e.g. `Output URI`. */
  label: string;
  /** Where to begin. */
  uri: string;
  pick: Pick;
  onPick: (uri: string) => void;
  onClose: () => void;
}

const rowsOfPage = 50;

/** Buckets, folders and objects of S3, to choose a URI. */
export const S3Dialog = ({ actions, label, uri, pick, onPick, onClose }: S3DialogProps) => {
  const [place, setPlace] = useState<Place | undefined>(() => placeOfUri(uri));
  const [begun, setBegun] = useState('');
  const [filter, setFilter] = useState('');
  const [order, setOrder] = useState<ListingOrder>({ by: 'newest', descending: true });
  const [page, setPage] = useState(1);
  const [chosen, setChosen] = useState<ListingEntry>();
  const listing = useListing(actions, place, begun);
  const go = (next: Place | undefined, nextBegun = '') => {
    setPlace(next);
    setBegun(nextBegun);
    setFilter('');
    setPage(1);
    setChosen(undefined);
  };
  const rows = inOrder(matching(listing.entries, filter), order);
  const pages = Math.max(1, Math.ceil(rows.length / rowsOfPage));
  const hasMore = listing.nextToken !== undefined;
  const target = chosen?.uri ?? (place && pick !== 'archive' ? uriOfPlace(place) : undefined);
  return (
    <Modal
      visible
      size="large"
      header={`Choose in S3: ${label}`}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <ModalFooter onCancel={onClose}>
          <Button
            variant="primary"
            disabled={target === undefined}
            disabledReason={
              pick === 'archive' ? 'Choose an archive (.tar.gz) in the list.' : 'Open a bucket first.'
            }
            onClick={() => target !== undefined && onPick(target)}
          >
            {chosen === undefined && place !== undefined && pick !== 'archive'
              ? 'Choose this folder'
              : 'Choose'}
          </Button>
        </ModalFooter>
      }
    >
      <SpaceBetween size="s">
        <GoTo key={place === undefined ? '' : uriOfPlace(place)} place={place} onGo={go} />
        <Steps place={place} onGo={go} />
        {listing.failure && (
          <ErrorAlert error={listing.failure} onRetry={listing.retry} retrying={listing.loading}>
            {place === undefined && ' Where you know the bucket, type its URI above.'}
          </ErrorAlert>
        )}
        <Table
          variant="embedded"
          contentDensity="compact"
          ariaLabels={{
            selectionGroupLabel: 'Choose a row',
            itemSelectionLabel: (_, { name }) => `Choose ${name}`,
            tableLabel: place === undefined ? 'Buckets' : `In ${uriOfPlace(place)}`,
          }}
          items={rows.slice((page - 1) * rowsOfPage, page * rowsOfPage)}
          trackBy="uri"
          columnDefinitions={columnsOf(place === undefined, go)}
          sortingColumn={{ sortingField: order.by }}
          sortingDescending={order.descending}
          onSortingChange={({ detail }) => {
            const by = listingOrders.find((each) => each === detail.sortingColumn.sortingField);
            if (by) setOrder({ by, descending: detail.isDescending ?? false });
          }}
          selectionType="single"
          selectedItems={chosen ? [chosen] : []}
          isItemDisabled={(entry) => !mayPick(entry, pick)}
          onSelectionChange={({ detail }) => setChosen(detail.selectedItems[0])}
          loading={listing.loading && listing.entries.length === 0}
          loadingText={place === undefined ? 'Asking for the buckets' : `Reading ${uriOfPlace(place)}`}
          filter={
            <Input
              type="search"
              ariaLabel="Filter by name"
              placeholder="Filter by name"
              clearAriaLabel="Clear the filter"
              value={filter}
              onChange={({ detail }) => {
                setFilter(detail.value);
                setPage(1);
              }}
            />
          }
          pagination={
            pages > 1 && (
              <Pagination
                ariaLabels={{
                  nextPageLabel: 'Next page',
                  previousPageLabel: 'Previous page',
                  pageLabel: (number) => `Page ${number}`,
                }}
                currentPageIndex={Math.min(page, pages)}
                pagesCount={pages}
                onChange={({ detail }) => setPage(detail.currentPageIndex)}
              />
            )
          }
          empty={
            listing.failure
              ? 'Nothing could be read.'
              : emptyText({ place, isFiltered: listing.entries.length > 0, begun, hasMore })
          }
        />
        <div aria-live="polite">
          {begun !== '' && (
            <Box color="text-body-secondary">
              {`Names that begin with “${begun}”. `}
              <Button variant="inline-link" onClick={() => go(place)}>
                Show all
              </Button>
            </Box>
          )}
          {hasMore && (
            <SpaceBetween size="xs" direction="horizontal" alignItems="center">
              <Box color="text-body-secondary">
                {`The first ${listing.entries.length.toLocaleString('en')} names were read, and only among them is sorted and filtered.`}
              </Box>
              <Button loading={listing.loading} loadingText="Reading" onClick={listing.readMore}>
                Read more
              </Button>
              {place !== undefined && filter.trim() !== '' && (
                <Button onClick={() => go(place, filter.trim())}>
                  {`Find all that begin with “${filter.trim()}”`}
                </Button>
              )}
            </SpaceBetween>
          )}
        </div>
      </SpaceBetween>
    </Modal>
  );
};

/** Whether an entry can be what the field is for. */
const mayPick = ({ kind, name }: ListingEntry, pick: Pick): boolean => {
  if (pick === 'archive') return kind === 'object' && name.endsWith('.tar.gz');
  return pick === 'any' || kind !== 'object';
};

const emptyText = ({
  place,
  isFiltered,
  begun,
  hasMore,
}: {
  place: Place | undefined;
  isFiltered: boolean;
  begun: string;
  /** Names are left that were not read. */
  hasMore: boolean;
}): string => {
  if (hasMore) return isFiltered ? 'No name of those read matches the filter.' : 'No name was read yet.';
  if (isFiltered) return 'No name matches the filter.';
  if (place === undefined) return 'This account has no bucket yet.';
  if (begun !== '') return 'No name begins so.';
  return place.prefix === ''
    ? 'The bucket is empty.'
    : 'Nothing lies here. A prefix need not exist before something is written to it.';
};

const columnsOf = (
  areBuckets: boolean,
  go: (place: Place | undefined) => void,
): TableProps.ColumnDefinition<ListingEntry>[] => [
  {
    id: 'name',
    header: 'Name',
    minWidth: 180,
    sortingField: 'name',
    cell: (entry) =>
      entry.kind === 'object' ? (
        <span className={styles.name}>{entry.name}</span>
      ) : (
        <span className={styles.name}>
          <Button variant="inline-link" onClick={() => go(placeOfUri(entry.uri))}>
            {entry.name}
          </Button>
        </span>
      ),
    isRowHeader: true,
  },
  ...(areBuckets
    ? [{ id: 'region', header: 'Region', cell: ({ region }: ListingEntry) => region ?? '–' }]
    : [
        {
          id: 'size',
          header: 'Size',
          sortingField: 'size',
          cell: ({ sizeBytes }: ListingEntry) => (sizeBytes === undefined ? '–' : formatBytes(sizeBytes)),
        },
      ]),
  {
    id: 'newest',
    header: areBuckets ? 'Created' : 'Last changed',
    sortingField: 'newest',
    cell: ({ at }) => (at === undefined ? '–' : <Time at={at} />),
  },
];

/** The way to the place; each step leads back to it. */
const Steps = ({ place, onGo }: { place: Place | undefined; onGo: (place: Place | undefined) => void }) => {
  const steps = [
    { text: 'Buckets', place: undefined as Place | undefined },
    ...(place === undefined ? [] : stepsTo(place)),
  ];
  return (
    <nav aria-label="Place in S3" className={styles.steps}>
      {steps.map(({ text, place: to }, index) => (
        <span key={`${index} ${text}`}>
          {index > 0 && ' / '}
          {index === steps.length - 1 ? (
            <span aria-current="location">{text}</span>
          ) : (
            <Button variant="inline-link" onClick={() => onGo(to)}>
              {text}
            </Button>
          )}
        </span>
      ))}
    </nav>
  );
};

const goToOrder = ['uri'];

/** A URI that is known is typed: buckets of other accounts are in no list. */
const GoTo = ({ place, onGo }: { place: Place | undefined; onGo: (place: Place) => void }) => {
  const initial = { uri: place === undefined ? '' : uriOfPlace(place) };
  const form = useForm({ initial, schema: placeFormSchema, order: goToOrder });
  const go = () => {
    const input = form.attempt();
    if (input) onGo(input.uri);
  };
  return (
    <Field form={form} path="uri" label="Go to" stretch>
      <div className={styles.goTo}>
        <Input
          value={form.values.uri}
          placeholder="s3://bucket/prefix/"
          onChange={({ detail }) => form.change({ uri: detail.value })}
          onBlur={() => {
            if (form.values.uri.trim() !== initial.uri) form.touch('uri');
          }}
          onKeyDown={({ detail }) => {
            if (detail.key === 'Enter') go();
          }}
        />
        <Button onClick={go}>Open</Button>
      </div>
    </Field>
  );
};
