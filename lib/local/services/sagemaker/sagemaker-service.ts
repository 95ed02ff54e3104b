import type { RpcService } from '../../wire/service';
import type { Clock } from '../../core/clock';
import type { ServingEngine } from '../../engine/serving/serving-engine';
import type { TrainingEngine } from '../../engine/job/training-engine';
import type { Sqlite } from '../../store/database';
import type { ObjectStore } from '../../store/object-store';
import { createHostingStore } from '../../store/sqlite-hosting-store';
import { createTrainingJobQueries } from '../../store/training-job-queries';
import type { TrainingJobStore } from '../../store/training-job-store';
import { createEndpointConfigOperations } from './endpoint-config-operations';
import { createEndpointOperations } from './endpoint-operations';
import { listTrainingJobs } from './list-training-jobs';
import { createModelOperations } from './model-operations';
import { search } from './search';
import { createTagOperations } from './tag-operations';
import { createTrainingJobOperations } from './training-job-operations';

export interface SageMakerParts {
  /** The database of `jobs`. */
  database: Sqlite;
  jobs: TrainingJobStore;
  engine: TrainingEngine;
  serving: ServingEngine;
  objects: ObjectStore;
  clock: Clock;
}

/** SageMaker's control plane: AWS JSON 1.1, X-Amz-Target `SageMaker.<Operation>`. */
export const createSageMakerService = (parts: SageMakerParts): RpcService => {
  const { database, jobs, serving, objects, clock } = parts;
  const queries = createTrainingJobQueries(database);
  const hosting = createHostingStore(database);
  return {
    targetPrefix: 'SageMaker',
    jsonVersion: '1.1',
    signingNames: ['sagemaker'],
    operations: {
      ...createTrainingJobOperations(parts),
      ListTrainingJobs: listTrainingJobs(queries),
      Search: search(queries),
      ...createTagOperations(jobs, queries, hosting),
      ...createModelOperations(hosting, objects, clock),
      ...createEndpointConfigOperations(hosting, clock),
      ...createEndpointOperations(hosting, serving, clock),
    },
  };
};
