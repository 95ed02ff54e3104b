'use server';

import { deployJob } from '@/lib/endpoints/deploy-job';
import { deployObstacle } from '@/lib/endpoints/deployable-job';
import { isEndpointNameFree } from '@/lib/endpoints/describe-endpoint';
import { openDeployForm } from '@/lib/endpoints/open-deploy-form';
import { hostingPrice } from '@/lib/endpoints/hosting-price';
import { runAction } from '@/lib/server/run-action';

export const lookUpHostingPrice = async (backend: string, instanceType: string) =>
  runAction(hostingPrice, backend, { instanceType });

/** What the form opens with, asked once more. */
export const openForm = async (backend: string, jobName: string | undefined) =>
  runAction(openDeployForm, backend, { jobName });

export const deploy = async (backend: string, fields: unknown) => runAction(deployJob, backend, fields);

/** Why the job's model cannot be deployed; null where nothing is known against it. */
export const findObstacle = async (backend: string, jobName: string) =>
  runAction(deployObstacle, backend, { jobName });

/** Whether no endpoint has the name. */
export const isNameFree = async (backend: string, name: string) =>
  runAction(isEndpointNameFree, backend, { name });
