'use server';

import { deployJob } from '@/lib/endpoints/deploy-job';
import { isEndpointNameFree } from '@/lib/endpoints/describe-endpoint';
import { hostingPrice } from '@/lib/endpoints/hosting-price';
import { runAction } from '@/lib/server/run-action';

export const lookUpHostingPrice = async (backend: string, instanceType: string) =>
  runAction(hostingPrice, backend, { instanceType });

export const deploy = async (backend: string, fields: unknown) => runAction(deployJob, backend, fields);

/** Whether no endpoint has the name. */
export const isNameFree = async (backend: string, name: string) =>
  runAction(isEndpointNameFree, backend, { name });
