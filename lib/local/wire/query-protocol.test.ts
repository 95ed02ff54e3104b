import { describe, expect, it } from 'vitest';
import { parseQueryInput } from './query-protocol';
import { membersToXml } from './xml-writer';

const parse = (text: string) => parseQueryInput(new URLSearchParams(text));

describe('parseQueryInput', () => {
  it('refuses more members and structures than any request has', () => {
    const form = (name: (index: number) => string, count: number) =>
      parseQueryInput(new URLSearchParams(Array.from({ length: count }, (_, index) => [name(index), '1'])));
    expect(() => form((index) => `A${index}`, 1001)).toThrow(/more than 1000 members/);
    expect(() => form((index) => `A.${index}.B.C`, 8000)).toThrow(/structures and lists/);
    expect(() => form((index) => `A.member.${index + 1}`, 20_000)).not.toThrow();
  });

  it('builds lists of structures in order of their numbers, not of their place in the form', () => {
    const form =
      'Action=PutMetricData&Version=2010-08-01&Namespace=N&MetricData.member.2.MetricName=b' +
      '&MetricData.member.10.MetricName=c&MetricData.member.1.MetricName=a' +
      '&MetricData.member.1.Dimensions.member.1.Name=Host&MetricData.member.1.Dimensions.member.1.Value=h';
    expect(parse(form)).toEqual({
      Namespace: 'N',
      MetricData: [
        { MetricName: 'a', Dimensions: [{ Name: 'Host', Value: 'h' }] },
        { MetricName: 'b' },
        { MetricName: 'c' },
      ],
    });
  });

  it('reads flattened lists and maps', () => {
    expect(parse('Name.1=a&Name.2=b')).toEqual({ Name: ['a', 'b'] });
    expect(parse('Tags.entry.1.key=k&Tags.entry.1.value=v')).toEqual({ Tags: { k: 'v' } });
  });

  it('does not make a list as long as its highest number', () => {
    expect(parse('A.member.999999999=x')).toEqual({ A: ['x'] });
  });

  it('leaves the prototype of objects alone', () => {
    for (const name of ['__proto__.polluted', 'A.__proto__', 'A.entry.1.key=__proto__&A.entry.1.value']) {
      expect(() => parse(`${name}=yes`)).toThrow('__proto__');
    }
    parse('constructor.prototype.polluted=yes');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('refuses a name that is a value and a structure, whichever comes first', () => {
    for (const form of ['A=1&A.B=2', 'A.B=2&A=1']) {
      expect(() => parse(form)).toThrow(expect.objectContaining({ code: 'MalformedQueryString' }));
    }
  });

  it('refuses nesting without end', () => {
    const deep = `${'A.'.repeat(1000)}B=1`;
    expect(() => parse(deep)).toThrow(expect.objectContaining({ code: 'MalformedQueryString' }));
  });
});

describe('membersToXml', () => {
  it('writes lists, maps, times, bytes and text as Query replies have them', () => {
    const output = {
      Label: '<a & "b">\r',
      Datapoints: [{ Timestamp: new Date(0), Average: 0.5 }],
      Map: new Map([['k', 1]]),
      Bytes: Buffer.from('x'),
      Absent: undefined,
    };
    expect(membersToXml(output)).toBe(
      '<Label>&lt;a &amp; &quot;b&quot;&gt;&#13;</Label>' +
        '<Datapoints><member><Timestamp>1970-01-01T00:00:00.000Z</Timestamp><Average>0.5</Average></member></Datapoints>' +
        '<Map><entry><key>k</key><value>1</value></entry></Map><Bytes>eA==</Bytes>',
    );
  });
});
