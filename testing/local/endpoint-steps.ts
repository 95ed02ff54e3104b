import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  type CreateEndpointConfigCommandInput,
  CreateModelCommand,
  DescribeEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { expect, vi } from 'vitest';
import { bucket, type SageMakerHarness } from './sagemaker-harness';

/** What a configuration has besides its name and its one variant. */
export type EndpointSettings = Omit<
  CreateEndpointConfigCommandInput,
  'EndpointConfigName' | 'ProductionVariants'
>;

/** For tests of endpoints: the steps that lead to one, by the SDK. @param harness is there once they are taken */
export const createEndpointSteps = (harness: () => SageMakerHarness) => {
  const createModel = async (name: string, archive: Buffer): Promise<void> => {
    const { client, objects } = harness();
    const key = `${name}/model.tar.gz`;
    await objects.put(bucket, key, archive);
    await client.send(
      new CreateModelCommand({
        ModelName: name,
        PrimaryContainer: { Image: 'i', ModelDataUrl: `s3://${bucket}/${key}` },
      }),
    );
  };
  const configure = (name: string, model: string, variant: object, settings: EndpointSettings = {}) =>
    harness().client.send(
      new CreateEndpointConfigCommand({
        EndpointConfigName: name,
        ProductionVariants: [{ VariantName: 'main', ModelName: model, ...variant }],
        ...settings,
      }),
    );
  const create = (name: string) =>
    harness().client.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  const reaches = (name: string, status: string) =>
    vi.waitFor(
      async () => {
        const endpoint = await harness().client.send(new DescribeEndpointCommand({ EndpointName: name }));
        expect(endpoint.EndpointStatus, endpoint.FailureReason).toBe(status);
        return endpoint;
      },
      { timeout: 60_000, interval: 50 },
    );
  const invoke = async (name: string, body: string | Uint8Array): Promise<string> => {
    const reply = await harness().runtime.send(new InvokeEndpointCommand({ EndpointName: name, Body: body }));
    return Buffer.from(reply.Body).toString();
  };
  return { createModel, configure, create, reaches, invoke };
};

/** What it failed with; undefined where it did not. */
export const failureOf = <Failure extends Error>(sent: Promise<unknown>): Promise<Failure | undefined> =>
  sent.then(
    () => undefined,
    (error: unknown) => error as Failure,
  );
