import type { JobColumn, JobCondition, TrainingJobQueries } from '../../store/training-job-queries';
import type { TrainingJobRecord } from '../../store/training-job-store';
import type { DeclaredOperation } from '../declared-operation';
import { declare } from '../input/parse-input';
import { summarizeTrainingJob } from './describe-training-job';
import { cutPage, defaultPageSize, readColumnToken } from './page-token';
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
    const after = readColumnToken(query, request.NextToken);
    const pageSize = request.MaxResults ?? defaultPageSize;
    const rows = queries.page({
      conditions: conditionsOf(request),
      sortBy,
      descending,
      ...(after && { after }),
      limit: pageSize + 1,
    });
    const { page, NextToken } = cutPage(rows, pageSize, query, (job) => positionOf(job, sortBy));
    return {
      TrainingJobSummaries: page.filter((job) => isWanted(job, request)).map(summarizeTrainingJob),
      ...(NextToken !== undefined && { NextToken }),
    };
  });

const conditionsOf = (request: ListTrainingJobsInput): JobCondition[] => {
  const conditions: [JobColumn, JobCondition['operator'], string | number | undefined][] = [
    ['creationTime', 'GreaterThan', request.CreationTimeAfter],
    ['lastModifiedTime', 'GreaterThan', request.LastModifiedTimeAfter],
    ['creationTime', 'LessThan', request.CreationTimeBefore],
    ['lastModifiedTime', 'LessThan', request.LastModifiedTimeBefore],
    ['name', 'Contains', request.NameContains],
  ];
  return conditions.flatMap(([column, operator, value]) =>
    value === undefined ? [] : [{ column, operator, value }],
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
