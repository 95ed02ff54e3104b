import { cutPage, defaultPageSize, type PagePosition, readPageToken } from './page-token';
import type { ListEndpointsInput } from './hosting-input';

interface Listed {
  name: string;
  creationTime: number;
  lastModifiedTime?: number;
  status?: string;
}

/**
 * One page of models, endpoint configs or endpoints: there are few, so they are filtered and sorted in memory.
 * By default newest first, as the API model says for each of the three.
 */
export const listHosting = <Stored extends Listed>(
  operation: string,
  records: readonly Stored[],
  request: ListEndpointsInput,
): { page: Stored[]; NextToken?: string } => {
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
  const rows = records
    .filter((record) => isWanted(record, request))
    .filter((record) => !after || compare(positionOf(record), after) > 0)
    .sort((left, right) => compare(positionOf(left), positionOf(right)));
  return cutPage(rows, request.MaxResults ?? defaultPageSize, query, positionOf);
};

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
