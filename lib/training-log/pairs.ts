/**
 * Finds names with their values in a line, in one pass from left to right: `name: value`, `name=value`,
 * `name value`, cells between bars. Names are kept whole, as printed.
 */
import { kindOfName, type Split, splitInName, splitOfWord } from './metric-names';
import { remembered } from './remembered';
import { valueAt } from './values';

export interface MetricPair {
  name: string;
  /** Undefined: the log says that it has no finite value. */
  value?: number;
  /** Which part of the data it is of, where its name or a label before it says so. */
  split?: Split;
  /** Whether `:` or `=` stands between name and value. */
  assigned: boolean;
}

const MAX_PAIRS = 200;
const MAX_NAME_WORDS = 6;
/** Classes of characters by code: a name begins with the first, goes on with the second. */
const STARTS = 1;
const GOES_ON = 2;
/** What can follow a digit within one word. */
const OF_DIGITS = 4;
const CLASSES = new Uint8Array(128);
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_';
for (const char of `${LETTERS}<#@%$*`) CLASSES[char.charCodeAt(0)] = STARTS;
for (const char of `${LETTERS}0123456789.@/%<>#+*$'~^-`) {
  CLASSES[char.charCodeAt(0)] = (CLASSES[char.charCodeAt(0)] ?? 0) | GOES_ON;
}
for (const char of `${LETTERS}0123456789.%`) {
  CLASSES[char.charCodeAt(0)] = (CLASSES[char.charCodeAt(0)] ?? 0) | OF_DIGITS;
}
const isInClass = (text: string, index: number, wanted: number): boolean => {
  const code = text.charCodeAt(index);
  return code < 128 && ((CLASSES[code] ?? 0) & wanted) !== 0;
};

/** A word's place in the text. */
interface Word {
  start: number;
  /** Behind the word itself, and behind the brackets that belong to it. */
  wordEnd: number;
  end: number;
}

const textOf = (text: string, { start, wordEnd }: Word): string => text.slice(start, wordEnd);

/** How far a piece is read, and what it said so far. */
interface Scan {
  text: string;
  index: number;
  pairs: MetricPair[];
  /** The run of words that may be a name: a new segment begins a new one, so that a blank can part name and value. */
  words: Word[];
  /** Which part of the data the names that follow are of. */
  label: { word: string; split: Split } | undefined;
}

/**
 * @param text one piece of a log message, bounded in length
 * @param from where to begin
 */
export const pairsOf = (text: string, from = 0): MetricPair[] => {
  const scan: Scan = { text, index: from, pairs: [], words: [], label: undefined };
  while (scan.index < text.length) {
    const char = text.charAt(scan.index);
    if (char === ' ') takeBlanks(scan);
    else if (isInClass(text, scan.index, STARTS) || isInnerQuote(scan, char)) takeWord(scan);
    else if (char === ':' || char === '=') takeAssigned(scan);
    else if (char >= '0' && char <= '9') takeNumber(scan);
    else if (char === '(' || char === '[') takeBracket(scan);
    else if (char === "'" || char === '"' || char === '`') scan.index++;
    else if (char === '-' && /[\d.]/.test(text[scan.index + 1] ?? '') && scan.words.length > 0) {
      takeNegative(scan);
    } else {
      if (char === '}') scan.label = undefined;
      endRun(scan);
      scan.index++;
    }
  }
  return scan.pairs;
};

const endRun = (scan: Scan): void => {
  if (scan.words.length > 0) scan.words = [];
};

const isInnerQuote = ({ text, index, words }: Scan, char: string): boolean =>
  char === "'" && words.length > 0 && text[index - 1] !== ' ';

const addPair = (
  { pairs, label }: Scan,
  name: string,
  read: { value?: number; gap: boolean },
  assigned: boolean,
): void => {
  if (pairs.length >= MAX_PAIRS || (read.value === undefined && !read.gap)) return;
  const own = splitInName(name);
  const full = label && own === undefined ? `${label.word} ${name}` : name;
  const split = own ?? label?.split;
  const pair: MetricPair = { name: full, assigned };
  if (read.value !== undefined && Number.isFinite(read.value)) pair.value = read.value;
  if (split !== undefined) pair.split = split;
  pairs.push(pair);
};

const takeBlanks = (scan: Scan): void => {
  let end = scan.index;
  while (scan.text[end] === ' ') end++;
  if (end - scan.index >= 3) endRun(scan);
  scan.index = end;
};

const takeWord = (scan: Scan): void => {
  const end = endOfName(scan.text, scan.index);
  scan.words.push({ start: scan.index, wordEnd: end, end });
  scan.index = end;
};

const takeAssigned = (scan: Scan): void => {
  const { text, index, words } = scan;
  const read = words.length > 0 && !isLink(text, index) ? valueAt(text, index + 1) : undefined;
  if (read) {
    const name = nameOf(text, words, MAX_NAME_WORDS);
    if (name !== undefined) addPair(scan, name, read, true);
    scan.index = read.end;
  } else {
    const [first] = words;
    const word = first && words.length <= 2 ? textOf(text, first) : '';
    const split = word === '' ? undefined : splitOfWord(word);
    if (split !== undefined) scan.label = { word: word.replace(/\.$/, ''), split };
    scan.index++;
  }
  endRun(scan);
};

const takeNumber = (scan: Scan): void => {
  const { text, index, words } = scan;
  const read = isValuePlace(text, index) ? valueAt(text, index) : undefined;
  const digits = endOfDigits(text, index);
  const end = Math.max(digits, read?.end ?? 0);
  if (read && words.length > 0) {
    const name = blankName(text, words, index);
    if (name !== undefined) addPair(scan, name, read, false);
    else if (isWordNumber(text, end)) {
      // `top 5 accuracy`: the number belongs to the name.
      words.push({ start: index, wordEnd: digits, end: digits });
      scan.index = digits;
      return;
    }
  }
  endRun(scan);
  scan.index = end;
};

const takeBracket = (scan: Scan): void => {
  const { text, index, words } = scan;
  const inner = shortGroup(text, index);
  const last = words.at(-1);
  const split = inner && last === undefined ? splitOfWord(inner.text) : undefined;
  if (inner && split !== undefined) {
    scan.label = { word: inner.text, split };
    scan.index = inner.end;
  } else if (inner && last && isAssignedAt(text, inner.end)) {
    last.end = inner.end;
    scan.index = inner.end;
  } else {
    scan.index++;
    endRun(scan);
  }
};

const takeNegative = (scan: Scan): void => {
  const { text, index, words } = scan;
  const read = valueAt(text, index);
  const name = read && blankName(text, words, index);
  if (read && name !== undefined) addPair(scan, name, read, false);
  endRun(scan);
  scan.index = Math.max(index + 1, read?.end ?? 0);
};

const endOfName = (text: string, from: number): number => {
  let end = from + 1;
  while (end < text.length && isInClass(text, end, GOES_ON)) end++;
  // A quote or a dot at the end is punctuation, except in `Val. Loss`.
  while (end > from + 1 && `'"*`.includes(text.charAt(end - 1))) end--;
  return end;
};

const endOfDigits = (text: string, from: number): number => {
  let end = from;
  while (isInClass(text, end, OF_DIGITS)) end++;
  return Math.max(end, from + 1);
};

/** `http://`, `C:\`: no assignment. `==` and `:=` are not either. */
const isLink = (text: string, index: number) =>
  text.startsWith('://', index) || text.startsWith('==', index) || text[index - 1] === '=';

const isValuePlace = (text: string, index: number) => {
  const before = text[index - 1];
  return before === undefined || before === ' ' || before === '(' || before === '|' || /\s/.test(before);
};

const isAssignedAt = (text: string, index: number) => /^\s{0,3}[:=]/.test(text.slice(index, index + 5));

const isWordNumber = (text: string, end: number) =>
  /^ [A-Za-z]{3,20}\s{0,2}[:=]/.test(text.slice(end, end + 26));

/** The content of a short pair of brackets without brackets in it. */
const shortGroup = (text: string, from: number): { text: string; end: number } | undefined => {
  const found = /^[([]\s{0,2}([\w%@ ./-]{1,30}?)\s{0,2}[)\]]/.exec(text.slice(from, from + 36));
  return found ? { text: found[1] ?? '', end: from + found[0].length } : undefined;
};

/** The words before `:` or `=`; of a sentence, only the words that name what is measured. */
const nameOf = (text: string, words: readonly Word[], maxWords: number): string | undefined => {
  const [first, last] = [words[0], words.at(-1)];
  if (!first || !last) return undefined;
  const whole = text.slice(first.start, last.end);
  if (words.length <= 3 && !words.some((word) => isProse(textOf(text, word)))) return tidy(whole);
  const start = startOfMeasured(text, words, maxWords);
  return tidy(text.slice((words[start] ?? first).start, last.end));
};

/** Goes back from the last word as long as the words can be part of a metric's name. */
const startOfMeasured = (text: string, words: readonly Word[], maxWords: number): number => {
  let start = words.length - 1;
  while (start > 0 && words.length - start < maxWords) {
    const before = words[start - 1];
    if (before === undefined) break;
    const word = textOf(text, before);
    if (isProse(word) || !(isNamePart(word) || kindOfName(word) === 'metric')) break;
    start--;
  }
  return start;
};

/** A blank parts name and value only where the name says what is measured, or a bar stands before it. */
const blankName = (text: string, words: readonly Word[], valueStart: number): string | undefined => {
  const [first, last] = [words[0], words.at(-1)];
  if (!first || !last || valueStart - last.end > 12) return undefined;
  if (/[:=]/.test(text.slice(last.end, valueStart))) return undefined;
  const isCell =
    text[first.start - 1] === '|' || /\|\s{1,8}$/.test(text.slice(Math.max(0, first.start - 9), first.start));
  const start = startOfMeasured(text, words, 4);
  const name = tidy(text.slice((words[start] ?? first).start, last.end));
  if (name === undefined) return undefined;
  const kind = kindOfName(name);
  if (kind === 'metric' || kind === 'setting') return name;
  return isCell && words.length <= 3 && kind === 'other'
    ? tidy(text.slice(first.start, last.end))
    : undefined;
};

const tidy = remembered((name): string | undefined => {
  const clean = name
    .replace(/\s+/g, ' ')
    .replace(/^[*#%$~^+-]+\s*/, '')
    .replace(/^['"]|['"]$/g, '');
  return clean === '' || clean.length > 80 ? undefined : clean;
});

const PROSE =
  /^(?:with|of|the|a|an|is|was|are|at|in|on|to|from|for|and|or|than|by|improved|reached|got|has|had|storing|saved|saving|end|after|before|done|finished|completed|epoch|step|iter|iteration|batch|result|results|metrics|summary|info|using|now|until|so|far|its|this|that)$/i;
const NAME_PART =
  /^(?:train(?:ing)?|val(?:id(?:ation)?)?|val\.|test(?:ing)?|eval(?:uation)?|dev|avg|average|mean|total|overall|macro|micro|weighted|running|global|local|smooth(?:ed)?|lm|grad|learning|cross|binary|top|mse|mae|l1|l2|log|squared?|absolute|root|box|cls|class|mask|obj|rpn|kl|reg|g|d|generator|discriminator|valid_\d+'s|training's|pixel|word|token|char|sentence|masked|policy|value|entropy|reconstruction|epoch|in|out|best|new|current|lowest|highest|previous|last|final)\.?$/i;
const isProse = remembered((word) => PROSE.test(word));
const isNamePart = remembered((word) => NAME_PART.test(word));
