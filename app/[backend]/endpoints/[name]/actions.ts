'use server';

import { pollEndpoint } from '@/lib/endpoints/list-endpoints';
import { cancelEvaluation, evaluationProgress, startEvaluation } from '@/lib/endpoints/running-evaluations';
import { runAction } from '@/lib/server/run-action';
import { withFields } from '@/lib/server/with-fields';

/** From the server's memory; null once the endpoint is gone. */
export const pollEndpointAction = async (backend: string, name: string) =>
  runAction(pollEndpoint, backend, { name });

export const startEvaluationAction = async (
  backend: string,
  name: string,
  input: unknown,
  requestId: string,
) => runAction(startEvaluation, backend, withFields(input, { name, requestId }));

/** From the server's memory; null where there was none since it started. */
export const evaluationProgressAction = async (backend: string, name: string) =>
  runAction(evaluationProgress, backend, { name });

export const cancelEvaluationAction = async (backend: string, id: string) =>
  runAction(cancelEvaluation, backend, { id });
