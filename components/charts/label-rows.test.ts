import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeLabels } from './label-rows';

const texts = (number: number) => [
  `↻ epoch ${number} from checkpoint-${number}.safetensors`,
  `↻ epoch ${number}`,
  '↻',
];

describe('labels above a chart', () => {
  it('say all where there is room, and less where there is not', () => {
    expect(placeLabels([{ x: 300, texts: texts(3) }], 600)[0]?.text).toContain('safetensors');
    const many = placeLabels(
      Array.from({ length: 8 }, (_, index) => ({ x: 40 + index * 60, texts: texts(index) })),
      600,
    );
    expect(many.map((label) => label?.text)).toEqual(
      Array.from({ length: 8 }, (_, index) => `↻ epoch ${index}`),
    );
  });

  it('never lie over each other, and stay within the chart', () => {
    const places = fc.array(fc.integer({ min: 0, max: 600 }), { maxLength: 60 });
    fc.assert(
      fc.property(places, (unsorted) => {
        const labels = unsorted.toSorted((a, b) => a - b).map((x, index) => ({ x, texts: texts(index) }));
        const placed = placeLabels(labels, 600).filter((label) => label !== undefined);
        for (const [index, label] of placed.entries()) {
          expect(label.left).toBeGreaterThanOrEqual(0);
          expect(label.left + label.text.length * 6.4).toBeLessThanOrEqual(600.001);
          for (const other of placed.slice(index + 1).filter(({ row }) => row === label.row))
            expect(other.left).toBeGreaterThan(label.left + label.text.length * 6.4);
        }
      }),
    );
  });
});
