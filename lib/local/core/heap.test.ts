import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createHeap } from './heap';

it('gives the least at any time, whatever is added, changed and removed', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('add' as const), value: fc.integer({ min: 0, max: 50 }) }),
    fc.record({ kind: fc.constant('change' as const), value: fc.integer({ min: 0, max: 50 }) }),
    fc.record({ kind: fc.constant('remove' as const), value: fc.constant(0) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const heap = createHeap<{ value: number }>((one, other) => one.value < other.value);
      const held: number[] = [];
      for (const { kind, value } of steps) {
        const first = heap.first();
        if (kind === 'add') {
          heap.add({ value });
          held.push(value);
        } else if (first) {
          held.splice(held.indexOf(first.value), 1);
          if (kind === 'remove') heap.removeFirst();
          else {
            first.value = value;
            held.push(value);
            heap.settleFirst();
          }
        }
        expect(heap.size).toBe(held.length);
        expect(heap.first()?.value).toBe(held.length > 0 ? Math.min(...held) : undefined);
      }
    }),
  );
});
