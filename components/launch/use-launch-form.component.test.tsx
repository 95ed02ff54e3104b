import { act, renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { blankDraft } from '@/lib/training/launch-draft';
import { useLaunchForm } from './use-launch-form';

const unread = blankDraft('mine', { bucket: '', roleArn: '' });
const role = 'arn:aws:iam::123456789012:role/training';
const read = blankDraft('another', { bucket: 'b', roleArn: role });

const open = () =>
  renderHook(
    ({ initial, bucket }) =>
      useLaunchForm({
        initial,
        bucket,
        region: 'us-east-1',
        hasFiles: true,
        uploadingTo: undefined,
        preflight: () => Promise.resolve({ ok: true, value: { facts: { region: 'us-east-1' } } }),
      }),
    { initialProps: { initial: unread, bucket: '' } },
  );

it('what could not be read and then was fills the fields that nobody has touched', async () => {
  const { result, rerender } = open();
  act(() => result.current.change({ instanceType: 'ml.p3.2xlarge' }));
  act(() => result.current.rename('typed'));
  await act(async () => rerender({ initial: read, bucket: 'b' }));
  expect(result.current.values).toMatchObject({
    name: 'typed',
    instanceType: 'ml.p3.2xlarge',
    roleArn: role,
    outputS3Uri: read.outputS3Uri,
  });
  expect(result.current.values.checkpoint?.s3Uri).toBe(read.checkpoint?.s3Uri.replace('another', 'typed'));
});

it('what was typed where nothing could be read stays', async () => {
  const { result, rerender } = open();
  act(() =>
    result.current.change({ roleArn: 'arn:aws:iam::123456789012:role/mine', outputS3Uri: 's3://mine/out' }),
  );
  await act(async () => rerender({ initial: read, bucket: 'b' }));
  expect(result.current.values).toMatchObject({
    roleArn: 'arn:aws:iam::123456789012:role/mine',
    outputS3Uri: 's3://mine/out',
  });
});
