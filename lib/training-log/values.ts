/** Reads one value at a place of a line: a number as people print it, with what wraps it and what follows it. */

export interface ReadValue {
  /** Undefined: not a measured value (a clock, a duration, a size, a fraction without a percentage). */
  value?: number;
  /** NaN and its kind, None, null: the metric has no value now. */
  gap: boolean;
  /** Where reading goes on. */
  end: number;
}

/** Sticky patterns, each with bounded repetition: reading a value takes bounded time. */
const NUMBER =
  /[-+]?(?:[1-9]\d{0,2}(?:,\d{3}){1,6}(?!\d)(?:\.\d{1,30})?|\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][-+]?\d{1,4})?/y;
const NOT_FINITE = /[-+]?(?:nan|inf(?:inity)?|none|null|n\/a)(?![\w.])/iy;
const WRAPPER =
  /(?:(?:torch\.)?tensor|array|np\.\w{1,12}|numpy\.\w{1,12}|jnp\.\w{1,12}|float\d{0,2}|Decimal|Array|DeviceArray|EagerTensor|mx\.nd\.array)\(\s{0,3}\[{0,2}\s{0,3}/y;
const FLOW_TENSOR = /<tf\.Tensor:?[^>]{0,80}?numpy=\s{0,2}/y;
const QUOTES = '\'"`';
/** A word behind a number that makes it a duration, a speed or a size. */
const UNIT =
  /\s?(?:s|ms|us|ns|secs?|seconds?|min|mins|minutes?|h|hr|hrs|hours?|days?|samples?|images?|imgs?|examples?|tokens?|words?|records?|rows|bytes|[kKMGT]i?B|[KMGT]|it|its|steps?|batch(?:es)?|epochs?|hz|tasks?|fps|iters?|iterations?|objects?)(?:\s?\/\s?\w{1,12}|\s(?:per|a)\s\w{1,12})?(?![\w:=]|\s?[:=])/iy;
const RATE = /\s?[a-zA-Z]{1,12}\/(?:s|sec|second|step|it|iter|batch|epoch|min|hour)\b/y;
const PERCENT_IN_PARENS =
  /\s{0,4}\/\s{0,4}[\d.]{1,20}\s{0,4}[([]\s{0,4}(\d{1,3}(?:\.\d{1,20})?)\s?%\s{0,4}[)\]]/y;
const PERCENT = /\s?%/y;

const at = (pattern: RegExp, text: string, from: number): RegExpExecArray | null => {
  pattern.lastIndex = from;
  return pattern.exec(text);
};

const POINT = '.'.charCodeAt(0);
const PERCENT_SIGN = '%'.charCodeAt(0);
const SLASH = '/'.charCodeAt(0);
const isDigit = (code: number) => code >= 48 && code <= 57;
const isLetter = (code: number) => (code | 32) >= 97 && (code | 32) <= 122;

/** Behind the plain number (`12`, `0.5`) at `from`; -1 where none stands there, or one of another form may. */
const endOfPlainNumber = (text: string, from: number): number => {
  let end = from;
  while (isDigit(text.charCodeAt(end))) end++;
  if (end === from || end - from > 15) return -1;
  const whole = end;
  if (text.charCodeAt(end) === POINT) {
    do end++;
    while (isDigit(text.charCodeAt(end)));
    if (end - whole > 15) return -1;
  }
  const next = text[end];
  // A comma may part thousands.
  if (next === ',' && end === whole) return -1;
  return next === 'e' || next === 'E' ? endOfExponent(text, end) : end;
};

const endOfExponent = (text: string, from: number): number => {
  let end = from + 1;
  if (text[end] === '-' || text[end] === '+') end++;
  const digits = end;
  while (isDigit(text.charCodeAt(end))) end++;
  return end > digits && end - digits <= 4 ? end : -1;
};

/** Nothing behind a number that ends so can be of it. */
const ENDS_NUMBER = ' ,;)]}|\t';

/** Whether what stands at `end` can be no percent sign, unit, rate or share: most values are followed by none. */
const isAlone = (text: string, end: number): boolean => {
  if (end >= text.length) return true;
  if (!ENDS_NUMBER.includes(text.charAt(end))) return false;
  let index = end;
  while (text[index] === ' ' || text[index] === '\t') index++;
  if (index >= text.length) return true;
  const code = text.charCodeAt(index);
  // What begins a unit or a rate, `%`, `/`; beyond ASCII there are other blanks.
  return code < 128 && code > 32 && code !== PERCENT_SIGN && code !== SLASH && !isLetter(code);
};

/** @returns undefined where no value stands at `from` */
export const valueAt = (text: string, from: number): ReadValue | undefined => {
  let index = skipBlanks(text, from);
  const plainEnd = endOfPlainNumber(text, index);
  if (plainEnd !== -1) return withUnit(text, Number(text.slice(index, plainEnd)), plainEnd);
  let quote = '';
  if (index < text.length && QUOTES.includes(text.charAt(index))) {
    quote = text.charAt(index);
    index = skipBlanks(text, index + 1);
  }
  const first = text[index];
  const wrapper =
    (isLetter(text.charCodeAt(index)) ? at(WRAPPER, text, index) : null) ??
    (first === '<' ? at(FLOW_TENSOR, text, index) : null);
  let closing = '';
  if (wrapper) {
    closing = wrapper[0].startsWith('<') ? '>' : ')';
    index += wrapper[0].length;
  } else if (first === '(' || first === '[') {
    closing = first === '(' ? ')' : ']';
    index = skipBlanks(text, index + 1);
  }
  const gap = isDigit(text.charCodeAt(index)) ? null : at(NOT_FINITE, text, index);
  if (gap) return { gap: true, end: closed(text, index + gap[0].length, closing, quote) };
  const found = at(NUMBER, text, index);
  if (!found) return undefined;
  const end = index + found[0].length;
  const value = Number(found[0].replaceAll(',', ''));
  if (!wrapper && closing !== '') {
    // A lone number in brackets is a value; a list or a clause in brackets is not.
    const close = skipBlanks(text, at(PERCENT, text, end) ? end + 1 : end);
    return text[close] === closing
      ? { value, gap: !Number.isFinite(value), end: closed(text, close + 1, '', quote) }
      : { gap: false, end };
  }
  if (wrapper) return { value, gap: !Number.isFinite(value), end: closed(text, end, closing, quote) };
  if (quote !== '') {
    const close = skipBlanks(text, at(PERCENT, text, end) ? end + 1 : end);
    return text[close] === quote
      ? { value, gap: !Number.isFinite(value), end: close + 1 }
      : { gap: false, end: behindQuote(text, end, quote) };
  }
  return withUnit(text, value, end);
};

const withUnit = (text: string, value: number, end: number): ReadValue => {
  if (isAlone(text, end)) return { value, gap: !Number.isFinite(value), end };
  const percent = at(PERCENT, text, end);
  if (percent) return { value, gap: false, end: end + percent[0].length };
  const share = at(PERCENT_IN_PARENS, text, end);
  if (share) return { value: Number(share[1]), gap: false, end: end + share[0].length };
  const next = text[end] ?? ' ';
  if (/[A-Za-z_/:]/.test(next) || (/[.-]/.test(next) && /\w/.test(text[end + 1] ?? ''))) {
    if (next === ':' && !/\d/.test(text[end + 1] ?? '')) return { value, gap: false, end };
    return { gap: false, end: endOfWord(text, end) };
  }
  const unit = at(UNIT, text, end) ?? at(RATE, text, end);
  if (unit) return { gap: false, end: end + unit[0].length };
  if (/^\s{1,4}\/\s{0,4}\d/.test(text.slice(end, end + 10))) return { gap: false, end: endOfWord(text, end) };
  return { value, gap: !Number.isFinite(value), end };
};

const closed = (text: string, from: number, closing: string, quote: string): number => {
  let end = from;
  if (closing !== '') {
    const close = text.slice(end, end + 200).indexOf(closing);
    if (close !== -1) end += close + 1;
  }
  if (quote !== '' && text[end] === quote) end++;
  return end;
};

/** Behind the text in quotes that only began like a number. */
const behindQuote = (text: string, from: number, quote: string): number => {
  const close = text.slice(from, from + 300).indexOf(quote);
  return close === -1 ? from : from + close + 1;
};

const endOfWord = (text: string, from: number): number => {
  let end = from;
  while (end < text.length && !/[\s,;|()[\]{}]/.test(text.charAt(end))) end++;
  return end;
};

export const skipBlanks = (text: string, from: number): number => {
  let index = from;
  while (text[index] === ' ' || text[index] === '\t') index++;
  return index;
};
