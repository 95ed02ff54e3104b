import { fork, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { getBackend } from '../../lib/aws/backends';
import { getObjectBytes, parseS3Uri } from '../../lib/aws/objects';
import { deleteEndpoint } from '../../lib/endpoints/delete-endpoint';
import { deployJob } from '../../lib/endpoints/deploy-job';
import { describeEndpoint } from '../../lib/endpoints/describe-endpoint';
import { evaluateEndpoint } from '../../lib/endpoints/evaluate-endpoint';
import { evaluationDefaults } from '../../lib/endpoints/evaluation-defaults';
import { runUseCase } from '../../lib/use-cases/run-use-case';
import { completed, example, launchExample } from './bench-job';
import { downloadDigits } from './digits';
import { type Figure, median } from './figure';
import { secondsSince } from './spotdeck-process';

const repeats = 5;
const limit = 1.5;
const slug = 'local';

/**
 * From the start of an evaluation to its result kept in S3, against one process that reads the same digits from
 * disk and predicts them with the same network; in turns, each once beforehand.
 */
export const measureEvaluation = async (root: string, folder: string): Promise<Figure[]> => {
  const jobName = 'bench-evaluation';
  await launchExample(jobName, { epochs: 1, 'train-size': 10_000 });
  const { modelArtifactS3Uri } = await completed(jobName);
  const input = await runUseCase(evaluationDefaults, slug, { name: jobName });
  if (!input || modelArtifactS3Uri === undefined) throw new Error(`${jobName} has nothing to evaluate`);
  const digits = await downloadDigits(path.join(folder, 'digits'));
  const model = await unpack(modelArtifactS3Uri, path.join(folder, 'model'));
  await deploy(jobName);
  const alone = await startPredictor(root, model, digits);
  const hosted: number[] = [];
  const inProcess: number[] = [];
  for (let repeat = 0; repeat <= repeats; repeat++) {
    const began = performance.now();
    const { mismatches } = await runUseCase(evaluateEndpoint, slug, { ...input, name: jobName });
    const seconds = secondsSince(began);
    const own = await alone.predict();
    if (own.mismatches !== mismatches) {
      throw new Error(`the endpoint is wrong on ${mismatches} digits, one process on ${own.mismatches}`);
    }
    // The first of each warms up.
    if (repeat === 0) continue;
    hosted.push(seconds);
    inProcess.push(own.seconds);
  }
  alone.end();
  await (
    await runUseCase(deleteEndpoint, slug, { name: jobName })
  ).gone;
  const ratio = median(hosted) / median(inProcess);
  return [
    {
      metric: `evaluation of 10,000 digits (${median(hosted).toFixed(2)} s) against one process (${median(inProcess).toFixed(2)} s)`,
      measured: `${ratio.toFixed(2)} ×`,
      target: `≤ ${limit} ×`,
      met: ratio <= limit,
      samples: hosted.map((seconds, index) => seconds / (inProcess[index] ?? NaN)),
    },
  ];
};

const deploy = async (jobName: string): Promise<void> => {
  await runUseCase(deployJob, slug, {
    jobName,
    endpointName: jobName,
    instanceType: 'ml.m5.large',
    instanceCount: 1,
    deployId: randomUUID(),
  });
  for (;;) {
    const { status, failureReason } = await runUseCase(describeEndpoint, slug, { name: jobName });
    if (status === 'InService') return;
    if (status !== 'Creating') throw new Error(`endpoint ${jobName} is ${status}: ${failureReason}`);
    await delay(200);
  }
};

const unpack = async (uri: string, folder: string): Promise<string> => {
  await mkdir(folder, { recursive: true });
  const archive = path.join(folder, 'model.tar.gz');
  await writeFile(archive, await getObjectBytes(getBackend(slug), parseS3Uri(uri)));
  const { status } = spawnSync('tar', ['-xzf', archive, '-C', folder]);
  if (status !== 0) throw new Error(`${archive} could not be unpacked`);
  return folder;
};

interface Prediction {
  seconds: number;
  mismatches: number;
}

const startPredictor = async (root: string, model: string, digits: string) => {
  const source = path.join(root, 'examples', example);
  const child = fork(path.join(root, 'scripts/bench/predict-digits.mjs'), [source, model, digits]);
  await once(child, 'message');
  return {
    async predict(): Promise<Prediction> {
      child.send('predict');
      const [prediction] = (await once(child, 'message')) as [Prediction];
      return prediction;
    },
    end: () => child.disconnect(),
  };
};
