'use server';

import { z } from 'zod';
import { parseEndpointName } from '@/lib/endpoints/endpoint-name';
import { pollEndpoint } from '@/lib/endpoints/list-endpoints';
import { cancelEvaluation, evaluationProgress, startEvaluation } from '@/lib/endpoints/running-evaluations';
import { runAction } from '@/lib/server/run-action';
import { evaluationInputSchema } from '@/lib/training/evaluation';

/** From the server's memory; null once the endpoint is gone. */
export const pollEndpointAction = async (backend: string, name: string) =>
  runAction(async () => (await pollEndpoint(backend, parseEndpointName(name))) ?? null);

export const startEvaluationAction = async (
  backend: string,
  name: string,
  input: unknown,
  requestId: string,
) =>
  runAction(async () =>
    startEvaluation(backend, name, evaluationInputSchema.parse(input), z.uuid().parse(requestId)),
  );

/** From the server's memory; null where there was none since it started. */
export const evaluationProgressAction = async (backend: string, name: string) =>
  runAction(async () => evaluationProgress(backend, name) ?? null);

export const cancelEvaluationAction = async (backend: string, id: string) =>
  runAction(() => cancelEvaluation(backend, z.string().parse(id)));
