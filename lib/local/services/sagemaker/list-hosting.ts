import { cutPage, defaultPageSize, type PagePosition, readPageToken } from './page-token';
import type { ListEndpointsInput } from './hosting-input';
import { inTurns } from '../../core/turns';
import { createPageSelection } from './page-selection';

interface Listed {
  name: string;
  creationTime: number;
  lastModifiedTime?: number;
  status?: string;
}

interface ListedPage<Stored> {
  page: Stored[];
  NextToken?: string;
}

/** Records between two pauses. */
const stretch = 50;

/**
 * One page of models, endpoint configs or endpoints, shown by `show`. By default newest first, as the API model says
 * for each of the three.
 */
export const listHosting = <Stored extends Listed>(
  operation: string,
  records: Iterable<Stored>,
  request: ListEndpointsInput,
  show: (listed: ListedPage<Stored>) => object,
): object | Promise<object> => inTurns(readPage(operation, records, request, show));

function* readPage<Stored extends Listed>(
  operation: string,
  records: Iterable<Stored>,
  request: ListEndpointsInput,
  show: (listed: ListedPage<Stored>) => object,
): Generator<void, object> {
  const sortBy = request.SortBy ?? 'CreationTime';
  const direction = request.SortOrder === 'Ascending' ? 1 : -1;
  const query = `${operation}:${sortBy}:${direction}`;
  const positionOf = (record: Stored): PagePosition => ({
    name: record.name,
    value: { Name: record.name, CreationTime: record.creationTime, Status: record.status ?? '' }[sortBy],
  });
  const compare = (left: PagePosition, right: PagePosition) =>
    direction * (order(left.value, right.value) || order(left.name, right.name));
  const after = readPageToken(query, request.NextToken);
  const pageSize = request.MaxResults ?? defaultPageSize;
  const selection = createPageSelection<Stored>(pageSize + 1, (left, right) =>
    compare(positionOf(left), positionOf(right)),
  );
  let seen = 0;
  for (const record of records) {
    if (++seen % stretch === 0) yield;
    if (isWanted(record, request) && (!after || compare(positionOf(record), after) > 0))
      selection.offer(record);
  }
  return show(cutPage(selection.rows, pageSize, query, positionOf));
}

const order = (left: PagePosition['value'], right: PagePosition['value']): number =>
  left === right ? 0 : (left ?? '') < (right ?? '') ? -1 : 1;

const isWanted = (record: Listed, request: ListEndpointsInput): boolean => {
  const modified = record.lastModifiedTime ?? record.creationTime;
  return (
    record.name.includes(request.NameContains ?? '') &&
    record.creationTime > (request.CreationTimeAfter ?? -Infinity) &&
    record.creationTime < (request.CreationTimeBefore ?? Infinity) &&
    modified > (request.LastModifiedTimeAfter ?? -Infinity) &&
    modified < (request.LastModifiedTimeBefore ?? Infinity) &&
    (request.StatusEquals === undefined || record.status === request.StatusEquals)
  );
};
