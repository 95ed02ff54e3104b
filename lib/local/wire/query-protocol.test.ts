import { describe, expect, it } from 'vitest';
import { parseQueryInput, readForm } from './query-protocol';
import { inTurns } from '../core/turns';
import { membersInTurns } from './xml-writer';

const parse = async (text: string) =>
  parseQueryInput(await readForm(new URLSearchParams(), Buffer.from(text)));

describe('parseQueryInput', () => {
  const long = (name: (index: number) => string, count: number) =>
    parse(Array.from({ length: count }, (_, index) => `${name(index)}=${index}`).join('&'));

  it('refuses more members and structures than any request has', async () => {
    await expect(long((index) => `A${index}`, 1001)).rejects.toThrow(/more than 1000 members/);
    await expect(long((index) => `A.${index}.B.C`, 8000)).rejects.toThrow(/structures and lists/);
    await expect(long((index) => `A${index}`, 25_001)).rejects.toThrow(/more than 25000 parameters/);
  });

  it('reads a long form in turns, in its order, and lets others be served meanwhile', async () => {
    let [turns, isDone] = [0, false];
    const read = long((index) => `A.member.${index + 1}`, 24_000).finally(() => (isDone = true));
    for (; !isDone; turns += 1) await new Promise(setImmediate);
    expect(await read).toEqual({ A: Array.from({ length: 24_000 }, (_, index) => String(index)) });
    expect(turns).toBeGreaterThan(1);
  });

  it('builds lists of structures in order of their numbers, not of their place in the form', async () => {
    const form =
      'Action=PutMetricData&Version=2010-08-01&Namespace=N&MetricData.member.2.MetricName=b' +
      '&MetricData.member.10.MetricName=c&MetricData.member.1.MetricName=a' +
      '&MetricData.member.1.Dimensions.member.1.Name=Host&MetricData.member.1.Dimensions.member.1.Value=h';
    await expect(parse(form)).resolves.toEqual({
      Namespace: 'N',
      MetricData: [
        { MetricName: 'a', Dimensions: [{ Name: 'Host', Value: 'h' }] },
        { MetricName: 'b' },
        { MetricName: 'c' },
      ],
    });
  });

  it('reads flattened lists and maps', async () => {
    await expect(parse('Name.1=a&Name.2=b')).resolves.toEqual({ Name: ['a', 'b'] });
    await expect(parse('Tags.entry.1.key=k&Tags.entry.1.value=v')).resolves.toEqual({ Tags: { k: 'v' } });
  });

  it('does not make a list as long as its highest number', async () => {
    await expect(parse('A.member.999999999=x')).resolves.toEqual({ A: ['x'] });
  });

  it('leaves the prototype of objects alone', async () => {
    for (const name of ['__proto__.polluted', 'A.__proto__', 'A.entry.1.key=__proto__&A.entry.1.value']) {
      await expect(parse(`${name}=yes`)).rejects.toThrow('__proto__');
    }
    await parse('constructor.prototype.polluted=yes');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('refuses a name that is a value and a structure, whichever comes first', async () => {
    for (const form of ['A=1&A.B=2', 'A.B=2&A=1']) {
      await expect(parse(form)).rejects.toThrow(expect.objectContaining({ code: 'MalformedQueryString' }));
    }
  });

  it('refuses nesting without end', async () => {
    const deep = `${'A.'.repeat(1000)}B=1`;
    await expect(parse(deep)).rejects.toThrow(expect.objectContaining({ code: 'MalformedQueryString' }));
  });
});

describe('membersInTurns', () => {
  it('writes lists, maps, times, bytes and text as Query replies have them', async () => {
    const output = {
      Label: '<a & "b">\r',
      Datapoints: [{ Timestamp: new Date(0), Average: 0.5 }],
      Map: new Map([['k', 1]]),
      Bytes: Buffer.from('x'),
      Absent: undefined,
    };
    expect(await inTurns(membersInTurns(output))).toBe(
      '<Label>&lt;a &amp; &quot;b&quot;&gt;&#13;</Label>' +
        '<Datapoints><member><Timestamp>1970-01-01T00:00:00.000Z</Timestamp><Average>0.5</Average></member></Datapoints>' +
        '<Map><entry><key>k</key><value>1</value></entry></Map><Bytes>eA==</Bytes>',
    );
  });
});
