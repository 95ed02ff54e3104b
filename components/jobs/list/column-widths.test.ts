import { expect, test } from 'vitest';
import { columnWidthsCookieOf, fixedWidths, keptWidths } from './column-widths';

const columns = [
  { id: 'name', minWidth: 150 },
  { id: 'status', minWidth: 146 },
  { id: 'cost', minWidth: 100 },
];
const display = [
  { id: 'status', visible: true },
  { id: 'name', visible: true },
  { id: 'cost', visible: false },
];

test('what is kept are the shown columns as they are, and others as they were', () => {
  const before = { cost: 90, name: 1, gone: 5 };
  expect(keptWidths(columns, display, [300.4, 146, 120], before)).toEqual({
    name: 300,
    status: 146,
    cost: 90,
  });
  expect(keptWidths(columns, display, [1e9, 146, 120])).toEqual({ name: 5_000, status: 146 });
});

test('kept widths fix each column, one without at what is usual, and none below its least', () => {
  const fixed = fixedWidths(columns, display, { widths: { name: 10 } });
  expect([...fixed!.of]).toEqual([
    ['name', 150],
    ['status', 146],
    ['cost', 120],
  ]);
  expect(fixed?.tablePx, 'the column of check boxes and the two that are shown').toBe(54 + 150 + 146);
});

test('without kept widths the browser decides, whatever names an object has of its own', () => {
  expect(fixedWidths(columns, display, {})).toBeUndefined();
  const named = [{ id: 'constructor', minWidth: 110 }];
  const shown = [{ id: 'constructor', visible: true }];
  expect(fixedWidths(named, shown, { widths: {} })?.of.get('constructor')).toBe(120);
});

test('the cookie goes away with the choice', () => {
  expect(columnWidthsCookieOf(undefined)).toMatch(/max-age=0/);
  expect(columnWidthsCookieOf({ name: 200 })).toMatch(
    /^spotdeck-jobs-widths=%7B%22name%22%3A200%7D; .*max-age=31/,
  );
});
