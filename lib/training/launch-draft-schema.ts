/** A draft as a browser keeps it: its form, not whether it could be launched. */
import { z } from 'zod';
import { maxFurtherLength } from './further-settings';
import { type LaunchDraft } from './launch-draft';
import { frameworkNames } from './training-images';

const text = z.string().max(20_000);
const pairs = <Key extends string, Value extends string>(key: Key, value: Value) =>
  z.array(z.object({ [key]: text, [value]: text } as Record<Key | Value, typeof text>)).max(500);

export const launchDraftSchema: z.ZodType<LaunchDraft> = z.object({
  name: text,
  source: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('example'), example: text }),
    z.object({ kind: z.literal('upload') }),
    z.object({ kind: z.literal('s3'), s3Uri: text }),
    z.object({ kind: z.literal('image') }),
  ]),
  entryPoint: text,
  image: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('framework'), framework: z.enum(frameworkNames), version: text }),
    z.object({ kind: z.literal('custom'), uri: text }),
  ]),
  instanceType: text,
  instanceCount: text,
  volumeSizeGb: text,
  channels: z.array(z.object({ name: text, s3Uri: text, inputMode: z.enum(['File', 'FastFile']) })).max(500),
  hyperparameters: pairs('name', 'value'),
  environment: pairs('name', 'value'),
  metricDefinitions: pairs('name', 'regex'),
  spot: z.boolean(),
  maxRuntimeSeconds: text,
  maxWaitSeconds: text.optional(),
  checkpoint: z.object({ s3Uri: text, localPath: text.optional() }).optional(),
  outputS3Uri: text,
  roleArn: text,
  tags: pairs('key', 'value'),
  further: z.string().max(maxFurtherLength).optional(),
});
