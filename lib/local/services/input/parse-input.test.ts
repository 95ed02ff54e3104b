import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { list, oneOf, parseIsoTime, text, textMap, timestamp, whole } from '../../core/input/constraint';
import { parseInput } from './parse-input';
import { messageOf } from '../../core/thrown';

const schema = z.looseObject({
  JobName: text({ min: 1, max: 5, pattern: '[a-z]+' }),
  Mode: oneOf(['File', 'Pipe']).optional(),
  Count: whole({ min: 1, max: 3 }).optional(),
  Tags: list(z.looseObject({ Key: text({ min: 1 }) }), { max: 2 }).optional(),
  Map: textMap({ max: 3 }, { max: 4, pattern: '.*' }, 2).optional(),
});

const refusal = (input: unknown): string => {
  try {
    parseInput(schema, input);
  } catch (error) {
    return messageOf(error);
  }
  throw new Error('the input was accepted');
};

describe('parseInput', () => {
  test.each<[string, unknown, string]>([
    [
      'null',
      {},
      "1 validation error detected: Value null at 'jobName' failed to satisfy constraint: Member must not be null",
    ],
    [
      'length',
      { JobName: '' },
      "Value '' at 'jobName' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'pattern',
      { JobName: 'ab1' },
      "Value 'ab1' at 'jobName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+",
    ],
    [
      'enum',
      { JobName: 'a', Mode: 'X' },
      "Value 'X' at 'mode' failed to satisfy constraint: Member must satisfy enum value set: [File, Pipe]",
    ],
    [
      'range',
      { JobName: 'a', Count: 0 },
      "Value '0' at 'count' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'list item',
      { JobName: 'a', Tags: [{ Key: 'x' }, { Key: '' }] },
      "Value '' at 'tags.2.member.key' failed to satisfy",
    ],
    [
      'list length',
      { JobName: 'a', Tags: Array(3).fill({ Key: 'x' }) },
      "at 'tags' failed to satisfy constraint: Member must have length less than or equal to 2",
    ],
    [
      'map key',
      { JobName: 'a', Map: { long: 'x' } },
      "at 'map' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 3]",
    ],
    [
      'map value',
      { JobName: 'a', Map: { key: 'a\nb' } },
      'Map value must satisfy constraint: [Member must satisfy regular expression pattern: .*]',
    ],
    ['two faults', { JobName: 'A', Count: 9 }, '2 validation errors detected: '],
    ['a wrong type', { JobName: 5 }, 'jobName: '],
  ])('says %s as AWS says it', (_what, input, message) => {
    expect(refusal(input)).toContain(message);
  });

  test('keeps members it does not know, and takes null for absent', () => {
    expect(parseInput(schema, { JobName: 'a', Mode: null, New: { Deep: [1, null] } })).toEqual({
      JobName: 'a',
      New: { Deep: [1, null] },
    });
  });

  test('answers a long value that its pattern would take long to refuse, without trying the pattern', () => {
    expect(refusal({ JobName: 'a'.repeat(5_000_000) })).toContain('length less than or equal to 5');
  });
});

test.each([
  ['2026-11-23T20:00:00', Date.UTC(2026, 10, 23, 20)],
  ['2026-11-23T20:00:00Z', Date.UTC(2026, 10, 23, 20)],
  ['2026-11-23T20:00:00.250+01:00', Date.UTC(2026, 10, 23, 19, 0, 0, 250)],
  ['2026-11-23', Date.UTC(2026, 10, 23)],
  ['yesterday', NaN],
])('the time %s is read as UTC unless it says otherwise', (iso, ms) => {
  expect(parseIsoTime(iso)).toBe(ms);
});

test('a timestamp is read from epoch seconds with fraction', () => {
  expect(timestamp.parse(1_700_000_000.123)).toBe(1_700_000_000_123);
});
