import 'server-only';
import { type LaunchInput } from '../training/launch-input';
import { imageOf, trainingJobRequest } from '../training/launch-request';
import { type PreflightFacts } from '../training/preflight';
import { refusedByModel, trainingInstanceTypes } from '../training/service-model/create-training-job';

/** What AWS's model of CreateTrainingJob says of a launch; what the form's own fields give, the form has checked. */
export const modelFacts = (
  input: LaunchInput,
  region: string,
): Pick<PreflightFacts, 'refusedByModel' | 'isUnknownType'> => {
  const isUnknownType = input.instanceType !== '' && !trainingInstanceTypes.has(input.instanceType);
  if ((input.further ?? '').trim() === '' || imageOf(input, region) === undefined) return { isUnknownType };
  return { isUnknownType, refusedByModel: refusedByModel(trainingJobRequest(input, { region })) };
};
