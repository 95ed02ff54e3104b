import { z } from 'zod';
import { validationError } from '../../core/aws-error';

/** Where a page ended: the sort value and the name of its last row. Rows that come later are not skipped. */
export interface PagePosition {
  value: string | number | boolean | null;
  name: string;
}

const tokenContent = z.object({
  query: z.string(),
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  name: z.string(),
});

/** @param query what the token belongs to (operation, order): a token of another query is refused. */
export const writePageToken = (query: string, position: PagePosition): string =>
  Buffer.from(JSON.stringify({ query, ...position })).toString('base64url');

/** Throws ValidationException for a token that is not one of this query. */
export const readPageToken = (query: string, token: string | undefined): PagePosition | undefined => {
  if (token === undefined || token === '') return undefined;
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    throw validationError('Invalid pagination token because "the token cannot be read".');
  }
  const parsed = tokenContent.safeParse(content);
  if (!parsed.success) throw validationError('Invalid pagination token because "the token cannot be read".');
  if (parsed.data.query !== query) {
    throw validationError('Invalid pagination token because "the token belongs to another request".');
  }
  return { value: parsed.data.value, name: parsed.data.name };
};

/** As `readPageToken`, of an order by a column: it has texts and numbers alone. */
export const readColumnToken = (
  query: string,
  token: string | undefined,
): { value: string | number; name: string } | undefined => {
  const position = readPageToken(query, token);
  return position && columnPositionOf(position);
};

export const columnPositionOf = ({ value, name }: PagePosition): { value: string | number; name: string } => {
  if (typeof value === 'string' || typeof value === 'number') return { value, name };
  throw validationError('Invalid pagination token because "the token belongs to another request".');
};

/** How many a List or Search operation gives where the request does not say. */
export const defaultPageSize = 10;

/** Cuts a page off rows that were read one longer than the page, and writes the token of the next. */
export const cutPage = <Row>(
  rows: readonly Row[],
  pageSize: number,
  query: string,
  positionOf: (row: Row) => PagePosition,
): { page: Row[]; NextToken?: string } => {
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  if (rows.length <= pageSize || last === undefined) return { page };
  return { page, NextToken: writePageToken(query, positionOf(last)) };
};
