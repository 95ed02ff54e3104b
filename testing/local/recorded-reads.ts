/**
 * Records which members of an input are read, each by its name: a spread or JSON.stringify, which takes all members
 * alike, reads none. So a member that is only carried along is told from one that something acts on.
 */
import { spell } from './service-model';

export const recordReads = <Value>(value: Value, read: Set<string>): Value => wrap(value, [], read) as Value;

const wrap = (value: unknown, path: readonly string[], read: Set<string>): unknown => {
  if (typeof value !== 'object' || value === null || value instanceof Date || ArrayBuffer.isView(value))
    return value;
  const isList = Array.isArray(value);
  const wrapped = new Map<PropertyKey, unknown>();
  /** Keys that an enumeration has looked at, and will read next. */
  const enumerated = new Set<PropertyKey>();
  return new Proxy(value, {
    getOwnPropertyDescriptor(target, key) {
      enumerated.add(key);
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
    get(target, key, receiver) {
      const member: unknown = Reflect.get(target, key, receiver);
      if (typeof key === 'symbol' || !Object.hasOwn(target, key)) return member;
      const step = isList ? '[]' : key;
      const at = [...path, step];
      if (!enumerated.delete(key) && !isList) read.add(spell(at));
      if (!wrapped.has(key)) wrapped.set(key, wrap(member, at, read));
      return wrapped.get(key);
    },
  });
};
