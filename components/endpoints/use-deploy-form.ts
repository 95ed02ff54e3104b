'use client';

import { useCallback, useEffect, useState } from 'react';
import { type Problem } from '@/components/forms/problems';
import { useForm } from '@/components/forms/use-form';
import { afterPause } from '@/components/shell/after-pause';
import { askServer } from '@/components/shell/ask-server';
import { type DeployInput, deployInputSchema, endpointNameSchema } from '@/lib/training/hosting';
import { type DeployActions, type DeployFields } from './endpoint-actions';

/** Waits for a pause in typing. */
const pauseMs = 300;

const order = ['jobName', 'endpointName', 'instanceType', 'instanceCount'];

/** The fields of the deploy form, whether the endpoint's name is taken, and what is against the job. */
export const useDeployForm = (initial: DeployFields, { nameFree: isFree, obstacle }: DeployActions) => {
  const [checkedName, setCheckedName] = useState<{ name: string; free: boolean }>();
  const [checkedJob, setCheckedJob] = useState<{ name: string; obstacle: string | null }>();
  const find = useCallback(
    ({ endpointName, jobName }: DeployInput): Problem[] => {
      const problems: Problem[] = [];
      if (checkedJob?.name === jobName && checkedJob.obstacle !== null)
        problems.push({ field: 'jobName', severity: 'error', text: checkedJob.obstacle });
      if (checkedName?.name === endpointName && !checkedName.free)
        problems.push({
          field: 'endpointName',
          severity: 'error',
          text: `There is an endpoint ${endpointName} already. Choose another name.`,
          // It may be the endpoint of this very form, whose answer was lost: the deployment finds it.
          mayPass: true,
        });
      return problems;
    },
    [checkedName, checkedJob],
  );
  const form = useForm({ initial, schema: deployInputSchema, order, find });
  const name = form.values.endpointName.trim();
  useEffect(() => {
    if (!endpointNameSchema.safeParse(name).success) return;
    return afterPause(
      pauseMs,
      () => askServer(() => isFree(name)),
      // What cannot be asked now is answered by the deployment itself.
      (result) => result.ok && setCheckedName({ name, free: result.value }),
    );
  }, [name, isFree]);
  const { jobName } = form.values;
  useEffect(() => {
    if (jobName === '') return undefined;
    let isMeant = true;
    void askServer(() => obstacle(jobName)).then((result) => {
      if (isMeant && result.ok) setCheckedJob({ name: jobName, obstacle: result.value });
    });
    return () => {
      isMeant = false;
    };
  }, [jobName, obstacle]);
  return form;
};
