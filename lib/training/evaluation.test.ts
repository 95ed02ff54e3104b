import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  batchesOf,
  evaluationId,
  evaluationIdSchema,
  evaluationInputSchema,
  macroAverages,
  parseClassNames,
} from './evaluation';
import {
  deploymentName,
  describeEndpointStatus,
  endpointUsdPerHour,
  isDeploymentOf,
  jobOfArtifact,
} from './hosting';
import { brightnessOf, imageLayoutOf, toPixels } from './image-pixels';

describe('an evaluation', () => {
  it('is cut into batches that cover every image once, within both limits', () => {
    fc.assert(
      fc.property(
        fc.nat(300),
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 50 }),
        (count, bytes, images) => {
          const batches = batchesOf(count, bytes, { images, bytes: 4_000 });
          let next = 0;
          for (const batch of batches) {
            expect(batch.first).toBe(next);
            expect(batch.count).toBeGreaterThan(0);
            expect(batch.count).toBeLessThanOrEqual(images);
            if (batch.count > 1) expect(batch.count * bytes).toBeLessThanOrEqual(4_000);
            next += batch.count;
          }
          expect(next).toBe(count);
        },
      ),
    );
  });

  it('has an id that sorts by its time', () => {
    const ids = [0, 1_000, 1_790_000_000_000].map((at) => evaluationId(at, 'abcdef0123'));
    expect([...ids].sort()).toEqual(ids);
    for (const id of ids) expect(evaluationIdSchema.parse(id)).toBe(id);
  });

  it('takes two to a hundred named classes and S3 URIs of objects only', () => {
    const input = {
      imagesS3Uri: 's3://bucket/a.npy',
      labelsS3Uri: 's3://bucket/b.npy',
      classNames: parseClassNames('cat, dog'),
    };
    expect(evaluationInputSchema.parse(input)).toEqual({ ...input, classNames: ['cat', 'dog'] });
    for (const wrong of [
      { classNames: ['one'] },
      { classNames: parseClassNames('a,,b') },
      { classNames: Array.from({ length: 101 }, String) },
      { imagesS3Uri: 's3://bucket' },
      { imagesS3Uri: 'file:///etc/passwd' },
    ]) {
      expect(evaluationInputSchema.safeParse({ ...input, ...wrong }).success).toBe(false);
    }
  });

  it('needs neither class names nor a file of labels', () => {
    expect(parseClassNames('  ')).toBeUndefined();
    const input = { imagesS3Uri: 's3://bucket/test.csv', labelColumn: { named: 'rings' } };
    expect(evaluationInputSchema.parse(input)).toEqual(input);
    expect(evaluationInputSchema.safeParse({ ...input, labelColumn: { named: ' ' } }).success).toBe(false);
  });

  it('averages each measure over the classes that have it', () => {
    const classes = [
      { name: 'a', precision: 1, recall: 0.5, support: 2 },
      { name: 'b', recall: 1, support: 1 },
      { name: 'c', support: 0 },
    ];
    expect(macroAverages({ classes })).toEqual({ precision: 1, recall: 0.75, f1: undefined });
  });
});

describe('hosting', () => {
  it('names the pieces of a deployment so that they are known as its own, within 63 characters', () => {
    const id = '6a1f0c1e-0000-4000-8000-00000000abcd';
    for (const endpoint of ['three', 'a'.repeat(63), `${'a'.repeat(53)}-b`, 'x-1']) {
      const name = deploymentName(endpoint, id);
      expect(name).toMatch(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/);
      expect(isDeploymentOf(name, endpoint)).toBe(true);
    }
    expect(isDeploymentOf('shared-config', 'three')).toBe(false);
    expect(isDeploymentOf('four-6a1f0c1e', 'three')).toBe(false);
  });

  it('knows the job from where SageMaker puts its model', () => {
    expect(jobOfArtifact('s3://b/out/my-job-1/output/model.tar.gz')).toBe('my-job-1');
    expect(jobOfArtifact('s3://b/models/model.tar.gz')).toBeUndefined();
  });

  it('shows a status it does not know as it is', () => {
    expect(describeEndpointStatus('Hibernating')).toMatchObject({ label: 'Hibernating', passing: false });
    expect(describeEndpointStatus('constructor').label).toBe('constructor');
  });

  it('knows a cost only where every price is known', () => {
    const price = { instanceType: 'ml.a', region: 'r', usdPerHour: 0.5, source: 's' };
    const variants = [{ name: 'v', instanceType: 'ml.a', instanceCount: 3 }];
    expect(endpointUsdPerHour(variants, () => price)).toBe(1.5);
    expect(endpointUsdPerHour(variants, () => undefined)).toBeUndefined();
    expect(endpointUsdPerHour([], () => price)).toBeUndefined();
  });
});

describe('pixels', () => {
  const layoutOf = (...of: Parameters<typeof imageLayoutOf>) => {
    const layout = imageLayoutOf(...of);
    return (
      layout &&
      `${layout.width} x ${layout.height} x ${layout.channels} ${layout.order}${layout.ambiguous ? '?' : ''}`
    );
  };

  it.each([
    [[9, 28, 30], '30 x 28 x 1 NHWC'],
    [[9, 28, 30, 1], '30 x 28 x 1 NHWC'],
    [[9, 32, 32, 4], '32 x 32 x 3 NHWC'],
    [[9, 3, 32, 32], '32 x 32 x 3 NCHW'],
    [[9, 1, 28, 30], '30 x 28 x 1 NCHW'],
    [[9, 4, 8, 6], '6 x 8 x 3 NCHW'],
    [[9, 3, 3, 3], '3 x 3 x 3 NHWC?'],
    [[9, 3, 4, 4], '4 x 4 x 3 NCHW?'],
    [[9, 784], '28 x 28 x 1 NHWC'],
    [[9, 64], '8 x 8 x 1 NHWC'],
    [[9, 3072], '32 x 32 x 3 NCHW?'],
  ])('have the layout of their shape: %j', (shape, layout) => {
    expect(layoutOf(shape)).toBe(layout);
  });

  it('have the chosen layout where the shape leaves it open, and none where it has none', () => {
    expect(layoutOf([9, 3, 3, 3], 'NCHW')).toBe('3 x 3 x 3 NCHW?');
    expect(layoutOf([9, 3072], 'NHWC')).toBe('32 x 32 x 3 NHWC?');
    expect(layoutOf([9, 3, 32, 32], 'NHWC')).toBe('32 x 32 x 3 NCHW');
    for (const shape of [[9, 10], [9, 9], [9, 12], [9, 49], [9, 8, 8, 2], [9], [9, 2, 2, 2, 2]])
      expect(layoutOf(shape)).toBeUndefined();
  });

  const drawn = (values: number[], shape: number[], bytes: boolean) => {
    const layout = imageLayoutOf(shape);
    if (!layout) throw new Error('no layout');
    return [...toPixels(values, layout, brightnessOf([values], bytes)).data];
  };

  it('are the same whichever way the channels lie, without the alpha channel', () => {
    expect(drawn([1, 2, 3, 99, 4, 5, 6, 99], [1, 1, 2, 4], true)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(drawn([1, 4, 2, 5, 3, 6, 99, 99], [1, 4, 1, 2], true)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('map 0 to 1, 0 to 255 and what is normalised to black and white, by one scale for all that is shown', () => {
    expect(drawn([0, 0.5], [1, 1, 2], false)).toEqual([0, 128]);
    expect(drawn([0, 51], [1, 1, 2], false)).toEqual([0, 51]);
    expect(drawn([-2, 2], [1, 1, 2], false)).toEqual([0, 255]);
    expect(drawn([7, 7], [1, 1, 2], true)).toEqual([7, 7]);
    expect(
      brightnessOf(
        [
          [0, 1],
          [0, 200],
        ],
        false,
      ),
    ).toEqual({ low: 0, high: 255 });
    expect(
      brightnessOf(
        [
          [0, NaN],
          [-Infinity, 1],
        ],
        false,
      ),
    ).toEqual({ low: 0, high: 1 });
  });

  it('are made smaller by whole steps', () => {
    const layout = imageLayoutOf([1, 100, 200]);
    expect(layout && toPixels(new Uint8Array(20_000), layout, { low: 0, high: 255 })).toMatchObject({
      width: 67,
      height: 34,
    });
  });
});
