/** CreateTrainingJob as AWS's own model has it; some 30 KB, so only for the server. */
import { createCheck, type Shape } from './check-shape';
import model from './create-training-job.json';

const shapes = new Map(Object.entries(model.shapes as Record<string, Shape>));
const check = createCheck(shapes);

/** What SageMaker would refuse, as `VpcConfig.Subnets: missing`; of the instance type nothing, which is asked apart. */
export const refusedByModel = (request: unknown): string[] =>
  check(request, model.root, '')
    .map((problem) => problem.slice(1))
    .filter((problem) => !problem.startsWith(`${instanceTypePath}:`));

const instanceTypePath = 'ResourceConfig.InstanceType';

/** The types that SageMaker trains on, by the model. */
export const trainingInstanceTypes: ReadonlySet<string> = new Set(shapes.get('TrainingInstanceType')?.enum);
