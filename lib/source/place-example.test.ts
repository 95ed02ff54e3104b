import { describe, expect, it } from 'vitest';
import { listExamples } from './list-examples';
import { exampleSizes, placeExample } from './place-example';

const place = { bucket: 'sagemaker-eu-west-1-210987654321', region: 'eu-west-1' };

describe('an example on a backend', async () => {
  const examples = await listExamples();

  it.each(examples.flatMap((example) => exampleSizes.map((size) => ({ example, size, name: example.name }))))(
    'names no other Region and account: $name, $size',
    ({ example, size }) => {
      const placed = JSON.stringify(placeExample(example, { ...place, size }));
      expect(placed).not.toMatch(/s3:\/\/[^"]*(?:\{|us-east-1)/);
    },
  );

  it('reads and is evaluated on a set of its own in the size for a quick try', () => {
    const cifar = examples.find(({ name }) => name === 'tensorflow-cifar10')!;
    const smoke = placeExample(cifar, { ...place, size: 'smoke' });
    const root = `s3://${place.bucket}/spotdeck/cifar10-smoke/`;
    expect(smoke.data?.s3Uri).toBe(root);
    expect(smoke.channels.map(({ s3Uri }) => s3Uri)).toEqual(
      ['train', 'validation', 'eval'].map((channel) => `${root}${channel}/`),
    );
    expect(smoke.evaluation?.imagesS3Uri).toBe(`${root}eval/images.npy`);
    expect(smoke.hyperparameters).toMatchObject({ epochs: 3, seed: 1 });
    expect(placeExample(cifar, { ...place, size: 'full' }).hyperparameters).toMatchObject({ epochs: 5 });
  });
});
