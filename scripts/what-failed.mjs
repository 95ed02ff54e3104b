/** As much as a reader of the end of a long output will read of one step. */
const maxCharacters = 8_000;

/** What begins the failures in the output of Vitest, Playwright, `npm run verify`; each prints them before its counts. */
const beginnings = [/^.*Failed (?:Tests|Suites) \d+.*$/m, /^ {2}1\) .*$/m, /^-- .*: FAILED in \d+ s$/m];

/**
 * Finds what a step's output says of its failures, so that it can be said again at the end of a run, where it is read:
 * of ninety minutes of output, who keeps it keeps the end.
 * @param {string} output of a step that failed, without colours
 * @returns {string} from the first failure on; where none is told, the output's end
 */
export const whatFailed = (output) => {
  const starts = beginnings.map((beginning) => output.search(beginning)).filter((index) => index >= 0);
  const told = starts.length > 0 ? output.slice(Math.min(...starts)) : output.slice(-maxCharacters / 4);
  const text = told.trimEnd();
  return text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters)}\n[…]`;
};

/**
 * @param {string} output of a step, without colours
 * @returns {string[]} a line for each test that passed only when it was tried again
 */
export const whatWasFlaky = (output) => [
  ...[...output.matchAll(/^ FLAKY {2}(.+)$/gm)].map(([, name]) => name),
  ...(/^ {2}\d+ flaky\n((?: {4}.+\n)+)/m.exec(output)?.[1] ?? '')
    .split('\n')
    .flatMap((line) => line.trim() || []),
];
