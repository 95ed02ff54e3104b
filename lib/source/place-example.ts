import { type Example } from './list-examples';

/** `smoke` is the size for a quick try: less data, fewer epochs. */
export const exampleSizes = ['full', 'smoke'] as const;
export type ExampleSize = (typeof exampleSizes)[number];

export interface ExamplePlace {
  /** The backend's default bucket. */
  bucket: string;
  region: string;
  size: ExampleSize;
}

/** An example on a backend: its URIs are of that backend's bucket and Region, its hyperparameters those of the size. */
export const placeExample = (example: Example, { bucket, region, size }: ExamplePlace): Example => {
  const { data, evaluation, smoke } = example;
  const filled = (uri: string) => uri.replaceAll('{bucket}', bucket).replaceAll('{region}', region);
  const ownData = data && filled(data.s3Uri);
  const smokeData = ownData?.replace(/\/+$/, '-smoke/');
  const place = (uri: string): string => {
    const full = filled(uri);
    return size === 'smoke' && ownData !== undefined && smokeData !== undefined && full.startsWith(ownData)
      ? smokeData + full.slice(ownData.length)
      : full;
  };
  return {
    ...example,
    ...(size === 'smoke' &&
      smoke && { hyperparameters: { ...example.hyperparameters, ...smoke.hyperparameters } }),
    ...(data && { data: { ...data, s3Uri: place(data.s3Uri) } }),
    channels: example.channels.map((channel) => ({ ...channel, s3Uri: place(channel.s3Uri) })),
    ...(evaluation && {
      evaluation: {
        ...evaluation,
        imagesS3Uri: place(evaluation.imagesS3Uri),
        ...(evaluation.labelsS3Uri !== undefined && { labelsS3Uri: place(evaluation.labelsS3Uri) }),
      },
    }),
  };
};
