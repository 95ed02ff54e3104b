/** A draft as a browser keeps it: its form, not whether it could be launched. */
import { z } from 'zod';
import {
  compressions,
  distributions,
  fileSystemAccesses,
  fileSystemTypes,
  inputModes,
  recordWrappers,
  s3DataTypes,
} from './channel-input';
import { maxFurtherLength } from './further-settings';
import { type LaunchDraft } from './launch-draft';
import { withLifted } from './lift-further';
import { frameworkNames } from './training-images';
import { recordOf } from './keyed';

const text = z.string().max(20_000);
const texts = z.array(text).max(500);
const pairs = <Key extends string, Value extends string>(key: Key, value: Value) =>
  z.array(z.object(recordOf([key, value], () => text))).max(500);

const keptSchema: z.ZodType<LaunchDraft> = z.object({
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
  channels: z
    .array(
      z.object({
        ...{ name: text, s3Uri: text, inputMode: z.enum(inputModes) },
        contentType: text.optional(),
        compression: z.enum(compressions).optional(),
        recordWrapper: z.enum(recordWrappers).optional(),
        dataType: z.enum(s3DataTypes).optional(),
        attributeNames: texts.optional(),
        distribution: z.enum(distributions).optional(),
        shuffleSeed: text.optional(),
      }),
    )
    .max(500),
  fileSystems: z
    .array(
      z.object({
        ...{ name: text, id: text, path: text },
        type: z.enum(fileSystemTypes),
        access: z.enum(fileSystemAccesses),
      }),
    )
    .max(500)
    .optional(),
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
  ...{ subnets: texts.optional(), securityGroupIds: texts.optional() },
  ...{ networkIsolation: z.boolean().optional(), trafficEncryption: z.boolean().optional() },
  ...{ outputKmsKey: text.optional(), volumeKmsKey: text.optional() },
  ...{ retryAttempts: text.optional(), warmPoolSeconds: text.optional() },
  ...{ containerEntrypoint: texts.optional(), containerArguments: texts.optional() },
  further: z.string().max(maxFurtherLength).optional(),
});

/** What an earlier form kept as JSON is in its field where there is one now. */
export const launchDraftSchema: z.ZodType<LaunchDraft> = keptSchema.transform(withLifted);
