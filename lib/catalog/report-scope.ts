/** Which jobs a savings report is of, as SQL. */
import { type JobFilters, noFilters } from '../training/job-filters';
import { type Sql } from 'sql-template-tag';
import { conditionOf } from './job-conditions';

/** Which jobs the report is of. */
export interface ReportScope {
  /** Ms since the epoch: jobs that ended from `from`, inclusive, to `before`, exclusive. */
  from: number;
  before: number;
  namePrefix?: string;
}

/** @param more narrows the report's jobs further */
export const reportCondition = (scopeId: number, report: ReportScope, more: Partial<JobFilters> = {}): Sql =>
  conditionOf(scopeId, {
    ...noFilters,
    endedFrom: report.from,
    endedBefore: report.before,
    ...(report.namePrefix !== undefined && { namePrefix: report.namePrefix }),
    ...more,
  });
