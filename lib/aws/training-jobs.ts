import 'server-only';
import {
  CreateTrainingJobCommand,
  type CreateTrainingJobCommandInput,
  DeleteTrainingJobCommand,
  DescribeTrainingJobCommand,
  type NestedFilters,
  type Operator,
  SearchCommand,
  type SearchExpression,
  StopTrainingJobCommand,
} from '@aws-sdk/client-sagemaker';
import { type TrainingJob } from '../training/training-job';
import { type Backend } from './backends';
import { getClients } from './clients';
import { decodeTrainingJob } from './decode-training-job';
import { translating } from './translate-error';

/** @throws {SpotdeckError} not-found, throttled, unreachable … */
export const describeTrainingJob = (backend: Backend, name: string): Promise<TrainingJob> =>
  translating(backend, `describe training job ${name}`, async () =>
    decodeTrainingJob(
      await getClients(backend).sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: name })),
    ),
  );

/**
 * The job, and the answer as it came, with the members that the domain has no words for.
 * @throws {SpotdeckError} not-found, throttled, unreachable …
 */
export const describeWholeTrainingJob = (
  backend: Backend,
  name: string,
): Promise<{ job: TrainingJob; described: Record<string, unknown> }> =>
  translating(backend, `describe training job ${name}`, async () => {
    const { $metadata: _, ...described } = await getClients(backend).sagemaker.send(
      new DescribeTrainingJobCommand({ TrainingJobName: name }),
    );
    return { job: decodeTrainingJob(described), described };
  });

/** Any string where the SDK's types list the values known when it was published: AWS adds to them. */
type Open<Value> = Value extends string
  ? string
  : Value extends Date | Uint8Array
    ? Value
    : Value extends readonly (infer Element)[]
      ? readonly Open<Element>[]
      : Value extends object
        ? { [Key in keyof Value]: Open<Value[Key]> }
        : Value;

export type CreateTrainingJobRequest = Open<CreateTrainingJobCommandInput>;

/**
 * @returns the job's ARN.
 * @throws {SpotdeckError} name-taken, quota, invalid-input …
 */
export const createTrainingJob = (backend: Backend, request: CreateTrainingJobRequest): Promise<string> =>
  translating(backend, `create training job ${request.TrainingJobName}`, async () => {
    const response = await getClients(backend).sagemaker.send(
      // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- types of instances and the like are closed lists in the SDK, older than AWS's; members are held to the service model in launch-request
      new CreateTrainingJobCommand(request as CreateTrainingJobCommandInput),
    );
    return response.TrainingJobArn ?? '';
  });

/** @throws {SpotdeckError} conflict, where the job has already ended. */
export const stopTrainingJob = (backend: Backend, name: string): Promise<void> =>
  translating(backend, `stop training job ${name}`, async () => {
    await getClients(backend).sagemaker.send(new StopTrainingJobCommand({ TrainingJobName: name }));
  });

/** Removes a finished job's record; its objects in S3 stay. */
export const deleteTrainingJob = (backend: Backend, name: string): Promise<void> =>
  translating(backend, `delete training job ${name}`, async () => {
    await getClients(backend).sagemaker.send(new DeleteTrainingJobCommand({ TrainingJobName: name }));
  });

/** A condition of SageMaker's Search, e.g. `{ name: 'TrainingJobStatus', operator: 'Equals', value: 'Failed' }`. */
export interface SearchFilter {
  /** Property name, e.g. `CreationTime`, `Tags.Project`, `CheckpointConfig.S3Uri`. */
  name: string;
  operator: Operator;
  /** Times as `YYYY-mm-ddTHH:MM:SS`; none for Exists and NotExists. */
  value?: string;
}

export interface TrainingJobSearch {
  /** All of these must hold. */
  filters?: readonly SearchFilter[];
  nestedFilters?: readonly NestedFilters[];
  subExpressions?: readonly SearchExpression[];
  /** SageMaker's default: LastModifiedTime, newest first. */
  sortBy?: string;
  sortOrder?: 'Ascending' | 'Descending';
  /** 1 to 100; 100 by default. */
  pageSize?: number;
  token?: string;
}

export interface TrainingJobPage {
  /** With their tags. */
  jobs: TrainingJob[];
  nextToken?: string;
  /** How many match in all, where SageMaker says so; `exact` false: at least so many. */
  total?: { value: number; exact: boolean };
}

export const searchTrainingJobs = (backend: Backend, search: TrainingJobSearch): Promise<TrainingJobPage> =>
  translating(backend, 'search training jobs', async () => {
    const { filters = [], nestedFilters, subExpressions } = search;
    const expression: SearchExpression = {
      ...(filters.length === 0
        ? {}
        : {
            Filters: filters.map(({ name, operator, value }) => ({
              Name: name,
              Operator: operator,
              Value: value,
            })),
          }),
      ...(nestedFilters === undefined ? {} : { NestedFilters: [...nestedFilters] }),
      ...(subExpressions === undefined ? {} : { SubExpressions: [...subExpressions] }),
    };
    const page = await getClients(backend).sagemaker.send(
      new SearchCommand({
        Resource: 'TrainingJob',
        ...(Object.keys(expression).length === 0 ? {} : { SearchExpression: expression }),
        SortBy: search.sortBy,
        SortOrder: search.sortOrder,
        MaxResults: search.pageSize ?? 100,
        NextToken: search.token,
      }),
    );
    const total = page.TotalHits?.Value;
    return {
      jobs: (page.Results ?? []).flatMap(({ TrainingJob: job }) =>
        job === undefined ? [] : [decodeTrainingJob(job)],
      ),
      ...(page.NextToken === undefined ? {} : { nextToken: page.NextToken }),
      ...(total === undefined
        ? {}
        : { total: { value: total, exact: page.TotalHits?.Relation !== 'GreaterThanOrEqualTo' } }),
    };
  });
