import { invalidParameter } from './logs-input';

/**
 * CloudWatch Logs filter patterns for unstructured events: terms and quoted phrases that must all occur,
 * `-term` that must not, `?term` of which one must. As AWS documents, `?` terms beside others are ignored.
 * Matching is case-sensitive.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export type LogFilter = (message: string) => boolean;

const token = /\s*([-?]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/uy;

/** Throws InvalidParameterException for a pattern that cannot be read or is of a kind not supported here. */
export const parseFilterPattern = (pattern: string): LogFilter => {
  const text = pattern.trim();
  refuseOtherSyntaxes(text);
  const terms = { '': [] as string[], '-': [] as string[], '?': [] as string[] };
  for (token.lastIndex = 0; token.lastIndex < text.length;) {
    const match = token.exec(text);
    if (!match)
      throw invalidParameter(`Invalid filter pattern: a quotation mark is not closed in '${text}'.`);
    const [, mark = '', phrase, word] = match;
    terms[mark === '-' || mark === '?' ? mark : ''].push(
      phrase === undefined ? checkedWord(word!) : phrase.replace(/\\(.)/gu, '$1'),
    );
  }
  const { '': wanted, '-': unwanted, '?': oneOf } = terms;
  if (wanted.length + unwanted.length === 0) {
    return (message) => oneOf.length === 0 || oneOf.some((term) => message.includes(term));
  }
  return (message) =>
    wanted.every((term) => message.includes(term)) && !unwanted.some((term) => message.includes(term));
};

const checkedWord = (word: string): string => {
  if (!/^[\p{L}\p{N}_]+$/u.test(word)) {
    throw invalidParameter(`Invalid character(s) in term '${word}': put it in double quotes.`);
  }
  return word;
};

const refuseOtherSyntaxes = (text: string): void => {
  const kind = { '{': 'JSON', '[': 'space-delimited', '%': 'regular expression' }[text.charAt(0)];
  if (kind) {
    throw invalidParameter(
      `Invalid filter pattern: the local backend does not support ${kind} patterns, only terms, quoted phrases, -term and ?term.`,
    );
  }
};
