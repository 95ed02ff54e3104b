import 'server-only';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { examplesDir } from '../env';
import { SpotdeckError } from '../errors/spotdeck-error';
import { requestFormats } from '../training/request-format';
import { type SourceFile } from './pack-source';

export const dataSets = ['cifar10', 'abalone'] as const;

const hyperparametersSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** examples/<name>/example.json: what the launch form fills in. */
const exampleSchema = z.object({
  title: z.string(),
  description: z.string(),
  /** Absent for an image's own algorithm: there is no script. */
  entryPoint: z.string().optional(),
  framework: z.enum(['tensorflow', 'pytorch', 'mxnet', 'xgboost', 'scikit-learn']),
  frameworkVersion: z.string(),
  instanceType: z.string(),
  instanceCount: z.number(),
  volumeSizeGb: z.number(),
  maxRuntimeSeconds: z.number(),
  maxWaitSeconds: z.number(),
  hyperparameters: hyperparametersSchema,
  /** What is another in the size for a quick try; the data too, where the example prepares its own. */
  smoke: z.object({ hyperparameters: hyperparametersSchema }).optional(),
  /** What 'prepare the data' puts where. */
  data: z.object({ set: z.enum(dataSets), s3Uri: z.string(), origin: z.string() }).optional(),
  /** `{bucket}` and `{region}` in an S3 URI are the backend's. */
  channels: z.array(z.object({ name: z.string(), s3Uri: z.string() })),
  metricDefinitions: z.array(z.object({ name: z.string(), regex: z.string() })),
  /** Without a file of labels, that of the examples has them. */
  evaluation: z
    .object({
      imagesS3Uri: z.string(),
      labelsS3Uri: z.string().optional(),
      classNames: z.array(z.string()).optional(),
      format: z.enum(requestFormats).optional(),
    })
    .optional(),
});

export type Example = z.output<typeof exampleSchema> & { name: string };

/** The examples that came with Spotdeck, in order of name. */
export const listExamples = async (): Promise<Example[]> => {
  const entries = await readdir(examplesDir, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return Promise.all(names.map(readExample));
};

/** @throws {SpotdeckError} not-found */
export const readExample = async (name: string): Promise<Example> => {
  const text = await readFile(path.join(folderOf(name), 'example.json'), 'utf8').catch((cause: unknown) => {
    throw new SpotdeckError('not-found', `There is no example named ${name}.`, 'source', { cause });
  });
  return { name, ...exampleSchema.parse(JSON.parse(text)) };
};

/** What runs in the container: the scripts, not the form's defaults, the tests or the page about them. */
export const readExampleSource = async (name: string): Promise<SourceFile[]> => {
  const folder = folderOf(name);
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries
    .filter((entry) => entry.isFile() && !/\.test\.ts$|^example\.json$|^README\.md$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
  return Promise.all(
    files.map(async (file) => ({
      path: path.relative(folder, file).split(path.sep).join('/'),
      bytes: await readFile(file),
    })),
  );
};

const folderOf = (name: string): string => {
  if (!/^[a-z0-9-]+$/.test(name))
    throw new SpotdeckError('not-found', `There is no example named ${name}.`, 'source');
  return path.join(examplesDir, name);
};
