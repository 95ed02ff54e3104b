/** What was thrown, which may be anything: a catch knows no more of it. */

/** The code of an error, such as Node.js's ENOENT, SQLite's SQLITE_CORRUPT or AWS's NoSuchKey; '' without one. */
export const codeOf = (thrown: unknown): string =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : '';

export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);
