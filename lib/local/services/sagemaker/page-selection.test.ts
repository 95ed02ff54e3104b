import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPageSelection } from './page-selection';

it('keeps what a sorted list begins with', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), fc.integer({ min: 1, max: 9 }), (rows, size) => {
      const selection = createPageSelection<number>(size, (left, right) => left - right);
      rows.forEach((row) => selection.offer(row));
      expect(selection.rows).toEqual(rows.toSorted((left, right) => left - right).slice(0, size));
    }),
  );
});
