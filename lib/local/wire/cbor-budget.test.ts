import { cbor, tag } from '@smithy/core/cbor';
import { describe, expect, it } from 'vitest';
import { parseCborInput } from './cbor-protocol';

const limits = { maxDepth: 8, maxValues: 100 };
const parse = (hex: string) => parseCborInput(Buffer.from(hex, 'hex'), limits);
const parseValue = (value: object) => parseCborInput(Buffer.from(cbor.serialize(value)), limits);
const text = (word: string) => (0x60 + word.length).toString(16) + Buffer.from(word).toString('hex');

describe('a CBOR body', () => {
  it('is read into what JSON would have brought', () => {
    expect(parse('')).toEqual({});
    const when = tag({ tag: 1, value: 1_700_000_000.25 });
    const sent = {
      a: 1.5,
      b: when,
      c: 'é😀',
      d: [1, null, true],
      e: 2 ** 40,
      f: -3,
      g: {},
      h: Buffer.from('x'),
    };
    expect(parseValue(sent)).toEqual({ ...sent, b: 1_700_000_000.25, h: 'eA==' });
    // Open ends, a float of two bytes, a number of 64 bits.
    expect(parse(`bf${text('a')}9f01${'f93c00'}ff${text('b')}1b0000000100000000ff`)).toEqual({
      a: [1, 1],
      b: 4_294_967_296,
    });
  });

  it('may hold the name that no member can have as a value', () => {
    expect(parseValue({ a: '__proto__', b: ['__proto__'] })).toEqual({ a: '__proto__', b: ['__proto__'] });
  });

  it.each([
    ['no map', '81a0'],
    ['a number', '01'],
    ['a timestamp', 'c100'],
    ['more than one', 'a0a0'],
    ['cut short', `a1${text('a')}`],
    ['cut short in a head', `a1${text('a')}1b00`],
    ['cut short in a text', `a1${text('a')}63`],
    ['a text that claims 4 GB', `a1${text('a')}7affffffff`],
    ['a list that claims 2^53 items', `a1${text('a')}9b0020000000000000`],
    ['a map that claims 2^32 pairs', `bafffffffff6`],
    ['open and never ended', `bf${text('a')}9f01`],
    ['ended and never begun', `a1${text('a')}ff`],
    ['a text in pieces', `a1${text('a')}7f6161ff`],
    ['a record of the library', `a1${text('a')}d9dff8810102`],
    ['a big number', `a1${text('a')}c24101`],
    ['a timestamp of a map', `a1${text('a')}c1a0`],
    ['that member with open ends', `bf${text('a')}01${text('__proto__')}a0ff`],
    ['a timestamp of a timestamp', `a1${text('a')}c1c100`],
    ['a reserved head', `a1${text('a')}1c`],
    ['a member that plain objects lose', `a1${text('__proto__')}a0`],
    ['too deep', `a1${text('a')}${'81'.repeat(8)}00`],
    ['too deep with open ends', `a1${text('a')}${'9f'.repeat(9)}`],
    ['too many', `a1${text('a')}9866${'00'.repeat(102)}`],
    ['too many with an open end', `a1${text('a')}9f${'00'.repeat(102)}ff`],
    ['too many in many lists', `a1${text('a')}9830${'8200 00'.replace(' ', '').repeat(48)}`],
  ])('is refused that is %s', (_, hex) => {
    expect(() => parse(hex)).toThrow(expect.objectContaining({ code: 'SerializationException' }) as Error);
  });
});
