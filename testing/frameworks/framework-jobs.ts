/** For tests of frameworks: a backend that builds environments, shared by all of them, and jobs of an example's scripts. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  type CreateTrainingJobCommandInput,
  DescribeEndpointCommand,
  type DescribeEndpointOutput,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { sourceArchive } from '../local/engine-harness';
import { jobBucket, openJobClient } from '../local/job-client';
import { startBackend } from '../local/start-backend';

/** Built once on a machine: `npm test` runs these tests where there is something in it. */
const environmentsDir = path.resolve('.tmp/environments');

const account = '763104351884.dkr.ecr.us-east-1.amazonaws.com';
export const images = {
  tensorflowInference: `${account}/tensorflow-inference:2.19.0-cpu`,
  tensorflow: `${account}/tensorflow-training:2.19.0-cpu-py312-ubuntu22.04-sagemaker`,
  tensorflow1: `${account}/tensorflow-training:1.15.2-cpu-py3`,
  tensorflow1Inference: `${account}/tensorflow-inference:1.15.2-cpu`,
  mxnet: `${account}/mxnet-training:1.9.0-cpu-py38`,
  mxnetInference: `${account}/mxnet-inference:1.9.0-cpu-py38`,
  pytorch: `${account}/pytorch-training:2.8.0-cpu-py312`,
  pytorchInference: `${account}/pytorch-inference:2.8.0-cpu-py312`,
  huggingFace: `${account}/huggingface-pytorch-training:2.6.0-transformers4.49.0-cpu-py312-ubuntu22.04`,
  scikitLearn: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3',
  xgboost: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1',
};

const sampleBucket = 'sagemaker-sample-data-us-east-1';

/** The first entries of an array, whose header stays as long as it is. */
const headOfNpy = (bytes: Buffer, count: number): Buffer => {
  const start = 10 + bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 0, start);
  const all = Number(/'shape': \((\d+)/.exec(header)?.[1]);
  const shorter = header.replace(`(${all}`, `(${String(count).padStart(String(all).length)}`);
  const size = ((bytes.length - start) / all) * count;
  return Buffer.concat([Buffer.from(shorter, 'latin1'), bytes.subarray(start, start + size)]);
};

export const startFrameworkBackend = async () => {
  const backend = await startBackend({ pythons: {}, environmentsDir, seedSampleData: true });
  const client = await openJobClient(backend.url);
  const runtime = new SageMakerRuntimeClient(backend.client);
  return {
    backend,
    client,
    /** @param folder of the scripts; what of it is no test is sent. */
    async launchScripts(
      name: string,
      folder: string,
      image: string,
      change: Partial<CreateTrainingJobCommandInput>,
    ) {
      const names = (await readdir(folder)).filter((file) => /\.(py|txt)$/.test(file));
      const files = await Promise.all(
        names.map(async (file) => [file, await readFile(path.join(folder, file), 'utf8')] as const),
      );
      const Key = `${name}/source/scripts.tar.gz`;
      const Body = await sourceArchive(Object.fromEntries(files));
      await client.s3.send(new PutObjectCommand({ Bucket: jobBucket, Key, Body }));
      await client.launch(name, '', {
        ...change,
        AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'File' },
        HyperParameters: {
          sagemaker_program: '"train.py"',
          sagemaker_submit_directory: JSON.stringify(`s3://${jobBucket}/${Key}`),
          ...change.HyperParameters,
        },
      });
    },
    async interrupt(name: string, afterEpoch: number) {
      const response = await fetch(`${backend.url}/_local/training-jobs/${name}/interrupt`, {
        method: 'POST',
        body: JSON.stringify({ afterEpoch, capacityWaitSeconds: 0 }),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    /** What stands in for an image, as the launch form asks it. */
    async standInFor(image: string): Promise<{ state: string; sentence: string; reason?: string }> {
      const response = await fetch(`${backend.url}/_local/stand-in?image=${encodeURIComponent(image)}`);
      const { standIn } = (await response.json()) as {
        standIn: { state: string; sentence: string; reason?: string };
      };
      return standIn;
    },
    /** What is installed: the control API's list. */
    async environments(): Promise<{ framework: string; title: string; bytes: number }[]> {
      const response = await fetch(`${backend.url}/_local/environments`);
      return (await response.json()) as { framework: string; title: string; bytes: number }[];
    },
    /** @returns the endpoint once it serves or has failed. */
    async deploy(
      name: string,
      image: string,
      modelDataUrl: string,
      Environment?: Record<string, string>,
    ): Promise<DescribeEndpointOutput> {
      const { sagemaker } = client;
      await sagemaker.send(
        new CreateModelCommand({
          ModelName: name,
          ExecutionRoleArn: 'arn:aws:iam::000000000000:role/spotdeck',
          PrimaryContainer: { Image: image, ModelDataUrl: modelDataUrl, Environment },
        }),
      );
      await sagemaker.send(
        new CreateEndpointConfigCommand({
          EndpointConfigName: name,
          ProductionVariants: [
            {
              VariantName: 'AllTraffic',
              ModelName: name,
              InstanceType: 'ml.m5.large',
              InitialInstanceCount: 1,
            },
          ],
        }),
      );
      await sagemaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
      for (;;) {
        const endpoint = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: name }));
        if (endpoint.EndpointStatus !== 'Creating') return endpoint;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    },
    /** @returns the answer's text. @throws what the SDK throws */
    async ask(EndpointName: string, body: string, ContentType: string): Promise<string> {
      const { Body } = await runtime.send(
        new InvokeEndpointCommand({ EndpointName, Body: Buffer.from(body), ContentType }),
      );
      return Buffer.from(Body).toString();
    },
    /** The first of AWS's test digits, put aside: where they are and where their labels are. */
    async someDigits(count: number) {
      const [imagesS3Uri, labelsS3Uri] = await Promise.all(
        ['eval_data.npy', 'eval_labels.npy'].map(async (name) => {
          const { Body } = await client.s3.send(
            new GetObjectCommand({ Bucket: sampleBucket, Key: `tensorflow/mnist/${name}` }),
          );
          const Key = `digits/${name}`;
          const head = headOfNpy(Buffer.from(await Body!.transformToByteArray()), count);
          await client.s3.send(new PutObjectCommand({ Bucket: jobBucket, Key, Body: head }));
          return `s3://${jobBucket}/${Key}`;
        }),
      );
      return { imagesS3Uri: imagesS3Uri!, labelsS3Uri: labelsS3Uri! };
    },
    async end() {
      runtime.destroy();
      client.end();
      await backend.end();
    },
  };
};
