/**
 * Lists keys in UTF-8 order. With a delimiter, a folder is left with one seek past its last possible key, so that
 * a listing costs as much as it returns and not as much as lies below its folders.
 */
import type { Listing, ListOptions, StoredObject } from './object-store';

/** Where the keys come from: one bucket's rows in order. */
export interface KeySource {
  /** At most `limit` objects with `from` < key (or ≤, with `inclusive`) and key < `before`. */
  scan(from: string, inclusive: boolean, before: string | undefined, limit: number): StoredObject[];
  /** The greatest key below `before`. */
  lastBefore(before: string | undefined): string | undefined;
}

/** The most a page can hold, as in S3. */
export const maxPageSize = 1000;

export const listKeys = (source: KeySource, options: ListOptions): Listing => {
  const { prefix = '', delimiter = '', startAfter = '' } = options;
  const maxKeys = Math.min(options.maxKeys ?? maxPageSize, maxPageSize);
  const listing: Listing = { objects: [], commonPrefixes: [] };
  if (maxKeys <= 0) return listing;

  const before = prefixEnd(prefix);
  let from = prefix;
  let inclusive = true;
  if (compareUtf8(startAfter, prefix) >= 0 && startAfter !== '') {
    from = startAfter;
    inclusive = false;
    if (options.afterFolder && folderOf(startAfter, prefix, delimiter) === startAfter) {
      const end = prefixEnd(startAfter);
      if (end === undefined) return listing;
      [from, inclusive] = [end, true];
    }
  }
  let last: { key: string; folder: boolean } | undefined;
  let batch = maxKeys + 1;
  for (;;) {
    const rows = source.scan(from, inclusive, before, batch);
    let folder: string | undefined;
    for (const row of rows) {
      if (folder !== undefined && row.key.startsWith(folder)) continue;
      folder = folderOf(row.key, prefix, delimiter);
      if (listing.objects.length + listing.commonPrefixes.length === maxKeys) {
        if (last) listing.nextStartAfter = last.folder ? source.lastBefore(prefixEnd(last.key)) : last.key;
        return listing;
      }
      if (folder === undefined) listing.objects.push(row);
      else listing.commonPrefixes.push(folder);
      last = { key: folder ?? row.key, folder: folder !== undefined };
    }
    const final = rows.at(-1);
    if (!final || rows.length < batch) return listing;
    if (folder === undefined) {
      [from, inclusive] = [final.key, false];
      batch = Math.min(batch * 2, maxPageSize + 1);
      continue;
    }
    const end = prefixEnd(folder);
    if (end === undefined) return listing;
    [from, inclusive] = [end, true];
    batch = Math.max(2, Math.ceil(batch / 4));
  }
};

/** The key up to the first delimiter after the prefix; undefined where there is none. */
export const folderOf = (key: string, prefix: string, delimiter: string): string | undefined => {
  if (delimiter === '') return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at === -1 ? undefined : key.slice(0, at + delimiter.length);
};

/** The first text, in UTF-8 order, after every text that starts with `prefix`; undefined where there is none. */
export const prefixEnd = (prefix: string): string | undefined => {
  const points = [...prefix];
  while (points.length > 0) {
    const point = points.pop()?.codePointAt(0) ?? 0;
    if (point >= 0x10ffff) continue;
    const next = point + 1 >= 0xd800 && point + 1 <= 0xdfff ? 0xe000 : point + 1;
    return points.join('') + String.fromCodePoint(next);
  }
  return undefined;
};

const compareUtf8 = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
