/** Removes what loggers and launchers put before the words of a script. */

/** Longer lines of these kinds are not what a logger writes. */
const PREFIXES = [
  /^\[\d{1,4},[^\]\s]{1,60}\]<std(?:out|err)>:\s*/,
  /^\[?\d{4}-\d{2}-\d{2}[T :]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?(?::[A-Z]{4,8})?\]?\s*[-:|]?\s*/,
  /^\[\d{2}:\d{2}:\d{2}\]\s*/,
  /^[\w.-]{0,40}\s*\[?\b(?:DEBUG|INFO|WARNING|WARN|ERROR)\b\]?(?::[\w.]{1,60}:|\s*[-:|]|(?=\s))\s*/,
];

/** The line without timestamps, levels and logger names at its start, and without surrounding blanks. */
export const withoutPrefix = (line: string): string => {
  let rest = line.trimStart();
  for (let round = 0; round < PREFIXES.length; round++) {
    const before = rest;
    for (const prefix of PREFIXES) rest = rest.replace(prefix, '');
    if (rest === before) break;
  }
  return rest;
};
