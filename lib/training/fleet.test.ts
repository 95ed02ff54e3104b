import { describe, expect, it } from 'vitest';
import { fleetLabel, fleetOf, fleetParts, fleetPrice } from './fleet';

const mixed = [
  { name: 'gpu', instanceType: 'ml.g5.xlarge', instanceCount: 2 },
  { name: 'cpu', instanceType: 'ml.c5.xlarge', instanceCount: 1 },
];

describe('instance groups', () => {
  it('of one type are that type, of several all of them under one name', () => {
    expect(fleetOf([])).toBeUndefined();
    expect(fleetOf([...mixed.slice(0, 1), ...mixed.slice(0, 1)])).toEqual({
      instanceType: 'ml.g5.xlarge',
      instanceCount: 4,
    });
    expect(fleetOf(mixed)).toEqual({ instanceType: 'ml.c5.xlarge + 2 × ml.g5.xlarge', instanceCount: 3 });
    expect(fleetOf([...mixed].reverse())).toEqual(fleetOf(mixed));
  });

  it('are read back from the name', () => {
    expect(fleetParts('ml.c5.xlarge + 2 × ml.g5.xlarge')).toEqual([
      { instanceType: 'ml.c5.xlarge', instanceCount: 1 },
      { instanceType: 'ml.g5.xlarge', instanceCount: 2 },
    ]);
    expect(fleetParts('ml.p4d.24xlarge')).toEqual([{ instanceType: 'ml.p4d.24xlarge', instanceCount: 1 }]);
  });

  it('are shown with their numbers, once', () => {
    expect(fleetLabel('ml.g5.xlarge', 2)).toBe('2 × ml.g5.xlarge');
    expect(fleetLabel('ml.g5.xlarge', undefined)).toBe('ml.g5.xlarge');
    expect(fleetLabel('ml.c5.xlarge + 2 × ml.g5.xlarge', 3)).toBe('ml.c5.xlarge + 2 × ml.g5.xlarge');
  });

  it('cost what their instances cost together, or are not priced', () => {
    const prices = new Map([
      ['ml.c5.xlarge', { usdPerHour: 0.3, source: 'List', asOf: '2026-11-01' }],
      ['ml.g5.xlarge', { usdPerHour: 1.5, source: 'Entered by hand', asOf: '2026-10-01' }],
    ]);
    const { instanceType, instanceCount } = fleetOf(mixed)!;
    const price = fleetPrice(fleetParts(instanceType), (type) => prices.get(type))!;
    expect(price.usdPerHour * instanceCount).toBeCloseTo(3.3);
    expect(price.source).toBe('List, Entered by hand; mean of 3 instances');
    expect(price.asOf).toBe('2026-10-01');
    expect(price.parts).toEqual([
      { instanceType: 'ml.c5.xlarge', instanceCount: 1, usdPerHour: 0.3 },
      { instanceType: 'ml.g5.xlarge', instanceCount: 2, usdPerHour: 1.5 },
    ]);
    expect(
      fleetPrice(fleetParts(`${instanceType} + ml.x.large`), (type) => prices.get(type)),
    ).toBeUndefined();
  });
});
