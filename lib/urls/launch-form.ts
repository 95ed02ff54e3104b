/** The launch form's address: where it begins, and the draft that it goes on with. */

const draftKey = 'draft';
const startKeys = ['clone', 'continue', 'ondemand', 'verify', 'example', 'from', draftKey];

/** @param origin as the form's select names it: `scratch`, `example:mnist` or `clone:job-1` */
export const startSearch = (search: string, origin: string): string => {
  const [kind = '', ...rest] = origin.split(':');
  const key = kind === 'on-demand' ? 'ondemand' : kind;
  return changed(search, kind === 'scratch' ? ['from', 'scratch'] : [key, rest.join(':')], startKeys);
};

/** The same start with another draft, or with none. */
export const draftSearch = (search: string, draftId: string | undefined): string =>
  changed(search, draftId === undefined ? undefined : [draftKey, draftId], [draftKey]);

export const draftIn = (search: string): string | undefined =>
  new URLSearchParams(search).get(draftKey) ?? undefined;

const changed = (
  search: string,
  entry: readonly [string, string] | undefined,
  without: readonly string[],
): string => {
  const params = new URLSearchParams(search);
  for (const key of without) params.delete(key);
  if (entry) params.set(...entry);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
};
