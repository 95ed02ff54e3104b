import type { JobColumn, JobCondition, TrainingJobQueries } from '../../store/training-job-queries';
import type { TrainingJobRecord } from '../../store/training-job-store';
import type { DeclaredOperation } from '../declared-operation';
import { declare } from '../input/parse-input';
import { summarizeTrainingJob } from './describe-training-job';
import { cutPage, defaultPageSize, readPageToken } from './page-token';
import { listTrainingJobsInput, type ListTrainingJobsInput } from './training-job-input';

const sortColumns = { Name: 'name', CreationTime: 'creationTime', Status: 'status' } as const;

/**
 * StatusEquals applies to a page already cut, so a page may be empty and still name a next one, as in SageMaker.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListTrainingJobs.html
 */
export const listTrainingJobs = (queries: TrainingJobQueries): DeclaredOperation =>
  declare(listTrainingJobsInput, (request) => {
    const sortBy = sortColumns[request.SortBy ?? 'CreationTime'];
    const descending = request.SortOrder === 'Descending';
    const query = `ListTrainingJobs:${sortBy}:${descending}`;
    const after = readPageToken(query, request.NextToken);
    const pageSize = request.MaxResults ?? defaultPageSize;
    const rows = queries.page({
      conditions: conditionsOf(request),
      sortBy,
      descending,
      ...(after && { after: { value: after.value as string | number, name: after.name } }),
      limit: pageSize + 1,
    });
    const { page, NextToken } = cutPage(rows, pageSize, query, (job) => positionOf(job, sortBy));
    return {
      TrainingJobSummaries: page.filter((job) => isWanted(job, request)).map(summarizeTrainingJob),
      ...(NextToken !== undefined && { NextToken }),
    };
  });

const conditionsOf = (request: ListTrainingJobsInput): JobCondition[] => {
  const conditions: { [Operator in JobCondition['operator']]?: [JobColumn, string | number | undefined][] } =
    {
      GreaterThan: [
        ['creationTime', request.CreationTimeAfter],
        ['lastModifiedTime', request.LastModifiedTimeAfter],
      ],
      LessThan: [
        ['creationTime', request.CreationTimeBefore],
        ['lastModifiedTime', request.LastModifiedTimeBefore],
      ],
      Contains: [['name', request.NameContains]],
    };
  return Object.entries(conditions).flatMap(([operator, wanted]) =>
    wanted.flatMap(([column, value]) =>
      value === undefined ? [] : [{ column, operator: operator as JobCondition['operator'], value }],
    ),
  );
};

const isWanted = (job: TrainingJobRecord, request: ListTrainingJobsInput): boolean =>
  (request.StatusEquals === undefined || job.status === request.StatusEquals) &&
  // No local job has a warm pool or a training plan.
  request.WarmPoolStatusEquals === undefined &&
  request.TrainingPlanArnEquals === undefined;

/** Where a job stands in an order that SQL can make. */
export const positionOf = (job: TrainingJobRecord, column: JobColumn) => ({
  value: job[column],
  name: job.name,
});
