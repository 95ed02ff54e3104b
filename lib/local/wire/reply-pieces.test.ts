import { cbor } from '@smithy/core/cbor';
import type { ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import { writeCborReply } from './cbor-protocol';
import { jsonText, writeJsonReply } from './json-protocol';
import { partOf } from '../../../testing/part-of';

/** Sent, and how often others had their turn meanwhile. */
const sentBy = async (write: (response: ServerResponse) => Promise<void>) => {
  let body = Buffer.alloc(0);
  let [turns, over] = [0, false];
  const count = () => {
    turns += 1;
    if (!over) setImmediate(count);
  };
  setImmediate(count);
  const response = Object.assign(partOf<ServerResponse>({}), {
    writeHead: () => response,
    end: (sent: string | Uint8Array) => {
      body = Buffer.from(sent);
      return response;
    },
  });
  await write(response);
  over = true;
  return { body, turns };
};

const time = new Date(1_700_000_000_250);
const outputs: object[] = [
  {},
  { a: undefined, b: null, c: [], d: {}, e: [{}], f: [[]], g: '' },
  { time, bytes: Buffer.from('abc'), map: new Map([['k', 1]]), text: 'ä"\n\u2028' },
  {
    long: Array.from({ length: 2500 }, (_, index) => index / 3),
    times: Array.from({ length: 1001 }, () => time),
  },
  {
    results: Array.from({ length: 250 }, (_, id) => ({
      id,
      inner: { values: Array.from({ length: id }, (_, index) => `${index}`) },
      none: undefined,
    })),
  },
  { wide: Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`m${index}`, { index }])) },
];

it('writes in pieces what it writes as a whole', async () => {
  for (const output of outputs) {
    const whole = jsonText(output);
    expect((await sentBy((response) => writeJsonReply(response, output, '1.1'))).body.toString()).toBe(whole);
    const { body } = await sentBy((response) => writeCborReply(response, output));
    const read = cbor.deserialize(body) as object;
    const timeless = (text: string) =>
      JSON.parse(text, (_, value: unknown) => (value === 1_700_000_000.25 ? 0 : value)) as object;
    const tagless = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(tagless);
      if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
      if (typeof value !== 'object' || value === null) return value;
      if ('tag' in value && 'value' in value) return 0;
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, tagless(one)]));
    };
    expect(tagless(read)).toEqual(timeless(whole));
  }
});

it('lets others have their turn while a long answer is written', async () => {
  const events = Array.from({ length: 200_000 }, (_, index) => ({
    timestamp: index,
    message: 'x'.repeat(60),
  }));
  const { turns } = await sentBy((response) => writeJsonReply(response, { events }, '1.1'));
  expect(turns).toBeGreaterThan(2);
});
