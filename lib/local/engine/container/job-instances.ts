import { type CreateTrainingJobInput } from '../../core/requests/create-training-job';

/** Type and number of a job's instances, and the name of their group. */
export interface JobInstances {
  type: string;
  count: number;
  group: string;
}

/** What SageMaker calls the group of a job that names none. */
const homogeneousGroup = 'homogeneousCluster';

export const instancesOf = ({ ResourceConfig: config }: CreateTrainingJobInput): JobInstances => {
  const [group] = config.InstanceGroups ?? [];
  return group
    ? { type: group.InstanceType, count: group.InstanceCount, group: group.InstanceGroupName }
    : { type: config.InstanceType ?? '', count: config.InstanceCount ?? 1, group: homogeneousGroup };
};
