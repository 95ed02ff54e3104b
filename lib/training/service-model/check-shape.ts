/** Checks a value against a shape of an AWS service model: types, members, lengths, ranges, patterns, enums, what is required. */

import { isPlainObject } from '../json-value';

export interface Shape {
  type: string;
  required?: string[];
  min?: number;
  max?: number;
  pattern?: string;
  enum?: string[];
  union?: boolean;
  members?: Record<string, string>;
  member?: string;
  key?: string;
  value?: string;
}

export type Shapes = ReadonlyMap<string, Shape>;

/**
 * @returns what AWS would refuse in a value of the named shape, as `path: reason`; empty where it is valid. A value is as
 * an SDK takes it, or as it is on the wire: a time is a `Date`, or seconds since the epoch.
 */
export const createCheck = (shapes: Shapes) => {
  const check = (value: unknown, name: string, at: string): string[] => {
    const shape = shapes.get(name);
    if (shape === undefined) throw new Error(`no shape ${name}`);
    if (value === null) return [`${at}: null`];
    switch (shape.type) {
      case 'structure':
        return checkStructure(value, shape, at);
      case 'list':
        if (!Array.isArray(value)) return [`${at}: no list`];
        return [
          ...outside(value.length, shape, at, 'elements'),
          ...value.flatMap((element, index) => check(element, shape.member ?? '', `${at}[${index}]`)),
        ];
      case 'map':
        if (!isPlainObject(value)) return [`${at}: no map`];
        return [
          ...outside(Object.keys(value).length, shape, at, 'entries'),
          ...Object.entries(value).flatMap(([key, element]) => [
            ...check(key, shape.key ?? '', `${at} key`),
            ...check(element, shape.value ?? '', `${at}.${key}`),
          ]),
        ];
      case 'string':
        return typeof value === 'string' ? checkText(value, shape, at) : [`${at}: no text`];
      case 'boolean':
        return typeof value === 'boolean' ? [] : [`${at}: no boolean`];
      case 'integer':
      case 'long':
        return typeof value === 'number' && Number.isInteger(value)
          ? outside(value, shape, at, '')
          : [`${at}: no whole number`];
      case 'float':
      case 'double':
        return typeof value === 'number' && Number.isFinite(value)
          ? outside(value, shape, at, '')
          : [`${at}: no number`];
      case 'blob':
        return value instanceof Uint8Array || typeof value === 'string'
          ? outside(value.length, shape, at, 'bytes')
          : [`${at}: no bytes`];
      case 'timestamp':
        return Number.isFinite(value instanceof Date ? value.getTime() : value) ? [] : [`${at}: no time`];
      default:
        throw new Error(`no check for ${shape.type}`);
    }
  };

  const checkStructure = (value: unknown, shape: Shape, at: string): string[] => {
    if (!isPlainObject(value)) return [`${at}: no structure`];
    const given = Object.entries(value).filter(([, member]) => member !== undefined);
    const members = new Map(Object.entries(shape.members ?? {}));
    return [
      ...(shape.required ?? [])
        .filter((name) => !given.some(([key]) => key === name))
        .map((name) => `${at}.${name}: missing`),
      ...(shape.union && given.length !== 1 ? [`${at}: ${given.length} members of a union`] : []),
      ...given.flatMap(([key, member]) => {
        const target = members.get(key);
        return target === undefined
          ? [`${at}.${key}: no such member`]
          : check(member, target, `${at}.${key}`);
      }),
    ];
  };

  return check;
};

const checkText = (text: string, shape: Shape, at: string): string[] => [
  ...outside([...text].length, shape, at, 'characters'),
  ...(shape.enum && !shape.enum.includes(text) ? [`${at}: "${text}" is none of its values`] : []),
  ...(shape.pattern && !wholly(shape.pattern).test(text) ? [`${at}: "${text}" does not match`] : []),
];

/** The model's patterns are Java's and match the whole text. */
const wholly = (pattern: string): RegExp => {
  const named = pattern.replaceAll(String.raw`\p{Alnum}`, 'a-zA-Z0-9');
  try {
    return new RegExp(`^(?:${named})$`, 'u');
  } catch {
    // Java takes some escapes that JavaScript takes without the flag only.
    return new RegExp(`^(?:${named})$`);
  }
};

const outside = (size: number, { min, max }: Shape, at: string, what: string): string[] =>
  (min !== undefined && size < min) || (max !== undefined && size > max)
    ? [`${at}: ${size} ${what}, of ${min ?? 0} to ${max ?? 'any'}`]
    : [];
