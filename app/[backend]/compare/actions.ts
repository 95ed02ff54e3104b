'use server';

import { newestMatrices } from '@/lib/endpoints/newest-matrices';
import { runAction } from '@/lib/server/run-action';

/** The confusion matrices of these models' newest evaluations. */
export const matricesAction = async (
  backend: string,
  models: { name: string; modelArtifactS3Uri: string }[],
) => runAction(newestMatrices, backend, { models });
