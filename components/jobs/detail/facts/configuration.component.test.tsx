import { render, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { sampleJob } from '@/testing/dashboard/sample-job';
import { Configuration } from './configuration';

const never = () => new Promise<never>(() => undefined);

const show = (modelArtifactS3Uri?: string) => {
  const job = sampleJob(0, modelArtifactS3Uri === undefined ? {} : { modelArtifactS3Uri });
  return within(
    render(<Configuration job={job} modelUrl="/local/jobs/mnist-1/model" describe={never} />).container,
  );
};

it('leads to the file of a model that is there, and to none where there is none', () => {
  const link = show('s3://bucket/mnist-1/output/model.tar.gz').getByRole('link', {
    name: 'Download the model',
  });
  expect(link.getAttribute('href')).toBe('/local/jobs/mnist-1/model');
  expect(link.hasAttribute('download')).toBe(true);
  expect(show().queryByRole('link', { name: 'Download the model' })).toBeNull();
});
