/**
 * The kinds of filters that a list has: how each is written in an address, and as tokens of the filter box. An address
 * is typed, shared and cut off, and a token may be half filled in: what cannot be read asks nothing.
 */
import { formatTag, parseTag, tagWords, type TagFilter } from './tag-text';

/** Bounds on what an address can ask, so that none of them makes the server work without end. */
const maxTextLength = 200;
/** A key of 128 characters, each with a backslash, and a value of 256. */
const maxTagLength = 520;
const maxValues = 20;
const maxSeconds = 999_999_999_999;

export type Choice<Value extends string = string> = readonly [value: Value, label: string];

export interface FilterToken {
  property: string;
  operator: '=' | ':' | '>=' | '<=';
  value: string | string[];
}

/** What the filter box draws of a filter; those of one property are drawn together. */
export interface FilterProperty {
  property: string;
  operator: FilterToken['operator'];
  label: string;
  /** What its values are called together. */
  values: string;
  /** How a value is entered: typed or chosen among those offered, or in a form of its own. */
  control: 'text' | 'day' | 'end of day' | 'seconds';
  /** One token holds several values, of which one must hold. */
  several?: boolean;
  /** What it can be, in the order that it is offered. */
  choices?: readonly Choice[];
  /** A value as a reader says it. */
  words: (value: unknown) => string;
}

export interface JobFilter<Value> {
  kind: 'texts' | 'text' | 'either' | 'choice' | 'instant' | 'tags' | 'seconds';
  /** Its name in an address. */
  param: string;
  properties: readonly FilterProperty[];
  /** Only a list that shows several backends can be asked it. */
  ofSeveral?: true;
  parse(texts: readonly string[]): Value | undefined;
  format(value: Value): string[];
  tokens(value: Value): FilterToken[];
  /** @param before what earlier tokens asked */
  take(token: { property: string; texts: readonly string[] }, before: Value | undefined): Value | undefined;
}

interface Named {
  /** Its name in an address and, unless told otherwise, among the properties of the filter box. */
  param: string;
  label: string;
  values: string;
}

/** Each must hold. */
export const allOf = ({ param, label, values }: Named): JobFilter<string[]> => ({
  kind: 'texts',
  param,
  properties: [{ property: param, operator: ':', label, values, control: 'text', words: String }],
  parse: (texts) => distinct(texts),
  format: (value) => value,
  tokens: (value) => value.map((text) => ({ property: param, operator: ':', value: text })),
  take: ({ texts }, before = []) => [...before, ...texts.map((text) => text.trim())],
});

/** One must hold. */
export const anyOf = ({
  param,
  choices,
  nameOf,
  ...named
}: Named & { choices?: readonly Choice[]; nameOf?: (value: string) => string }): JobFilter<string[]> => ({
  kind: 'texts',
  param,
  properties: [
    {
      ...equal({ param, choices, ...named }),
      several: true,
      ...(nameOf && { words: (value) => [value].flat().map(String).map(nameOf).join(', ') }),
    },
  ],
  parse: (texts) => distinct(texts),
  format: (value) => value,
  tokens: (value) => (value.length === 0 ? [] : [{ property: param, operator: '=', value }]),
  take: ({ texts }, before = []) => [...before, ...texts],
});

/** A text that the list knows what to do with. */
export const text = (named: Named): JobFilter<string> => ({
  kind: 'text',
  properties: [equal(named)],
  ...single(named.param, {
    parse: (typed) => typed.slice(0, maxTextLength) || undefined,
    format: (value) => value,
    take: (typed) => typed.trim(),
  }),
});

export const either = ({ yes, no, ...named }: Named & { yes: Choice; no: Choice }): JobFilter<boolean> => ({
  kind: 'either',
  properties: [equal({ ...named, choices: [yes, no] })],
  ...single(named.param, {
    parse: (typed) => (typed === yes[0] ? true : typed === no[0] ? false : undefined),
    format: (value) => (value ? yes[0] : no[0]),
  }),
});

export const choice = <Value extends string>({
  choices,
  ...named
}: Named & { choices: readonly Choice<Value>[] }): JobFilter<Value> => ({
  kind: 'choice',
  properties: [equal({ ...named, choices })],
  ...single(named.param, {
    parse: (typed) => choices.find(([value]) => value === typed)?.[0],
    format: (value) => value,
  }),
});

/** A choice of which one is meant where nothing is said: an address and the filter box leave that one out. */
export const choiceWithUsual = <Value extends string>({
  usual,
  ...named
}: Named & { choices: readonly Choice<Value>[]; usual: Value }): JobFilter<Value> => {
  const filter = choice(named);
  return {
    ...filter,
    parse: (texts) => filter.parse(texts) ?? usual,
    format: (value) => (value === usual ? [] : filter.format(value)),
    tokens: (value) => (value === usual ? [] : filter.tokens(value)),
  };
};

/**
 * A bound in ms since the epoch.
 * @param property of both bounds
 * @param from the bound is the first moment, otherwise the first one after the last
 */
export const instant = ({
  param,
  property,
  from,
  ...named
}: Named & { property: string; from: boolean }): JobFilter<number> => {
  const operator = from ? '>=' : '<=';
  return {
    kind: 'instant',
    properties: [{ ...named, property, operator, control: from ? 'day' : 'end of day', words: String }],
    ...single(param, {
      property,
      operator,
      parse: (typed) => (/^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(typed) ? instantOf(typed) : undefined),
      format: (at) => new Date(at).toISOString(),
      take: instantOf,
    }),
  };
};

/** Whole seconds at most, as training seconds are. */
export const seconds = ({
  words,
  ...named
}: Named & { words: (value: unknown) => string }): JobFilter<number> => ({
  kind: 'seconds',
  properties: [{ ...equal(named), control: 'seconds', words }],
  ...single(named.param, {
    parse: (typed) => (/^\d{1,12}$/.test(typed) ? Number(typed) : undefined),
    format: (value) => String(Math.min(maxSeconds, Math.max(0, Math.floor(value)))),
  }),
});

/** Each must be there, or may not. */
export const tags = ({ without, ...named }: Named & { without: Named }): JobFilter<TagFilter[]> => ({
  kind: 'tags',
  param: named.param,
  properties: [{ ...equal(named), words: tagWords }, equal(without)],
  parse: (texts) =>
    distinct(texts, maxTagLength)
      .map(parseTag)
      .filter(({ key }) => key !== ''),
  format: (value) => value.map(formatTag),
  tokens: (value) =>
    value.map((tag) =>
      tag.absent
        ? { property: without.param, operator: '=', value: tag.key }
        : { property: named.param, operator: '=', value: formatTag(tag) },
    ),
  take: ({ property, texts }, before = []) => [
    ...before,
    ...texts.map((one) => (property === without.param ? { key: one, absent: true } : parseTag(one))),
  ],
});

interface Single<Value> {
  property?: string;
  operator?: FilterToken['operator'];
  parse: (typed: string) => Value | undefined;
  format: (value: Value) => string;
  /** Reads a token, where it differs from an address. */
  take?: (typed: string) => Value | undefined;
}

/** It holds one value: of an address that names it more than once the first counts, of tokens the last. */
const single = <Value>(
  param: string,
  { property = param, operator = '=', parse, format, take = parse }: Single<Value>,
): Pick<JobFilter<Value>, 'param' | 'parse' | 'format' | 'tokens' | 'take'> => ({
  param,
  parse: ([first]) => (first === undefined ? undefined : parse(first)),
  format: (value) => [format(value)],
  tokens: (value) => [{ property, operator, value: format(value) }],
  take: ({ texts }, before) => {
    const last = texts.at(-1);
    return (last === undefined ? undefined : take(last)) ?? before;
  },
});

const equal = ({
  param,
  label,
  values,
  choices,
}: Named & { choices?: readonly Choice[] | undefined }): FilterProperty => ({
  property: param,
  operator: '=',
  label,
  values,
  control: 'text',
  ...(choices && { choices }),
  words: (value) =>
    (Array.isArray(value) ? value : [value])
      .map((one) => choices?.find(([choice]) => choice === one)?.[1] ?? String(one))
      .join(', '),
});

const distinct = (texts: readonly string[], maxLength = maxTextLength): string[] =>
  [...new Set(texts.filter((one) => one !== '').map((one) => one.slice(0, maxLength)))].slice(0, maxValues);

const instantOf = (typed: string): number | undefined => {
  const at = Date.parse(typed);
  return Number.isNaN(at) ? undefined : at;
};
