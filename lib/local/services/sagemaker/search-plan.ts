import type { JobColumn, JobCondition } from '../../store/training-job-queries';
import { parseIsoTime } from '../../core/input/constraint';
import { operatorOf } from './search-filter';
import type { SearchExpression, SearchFilter } from './search-input';

/** Search properties that have a column in the store. */
const columnOfProperty: Readonly<Record<string, JobColumn>> = {
  TrainingJobName: 'name',
  TrainingJobStatus: 'status',
  CreationTime: 'creationTime',
  LastModifiedTime: 'lastModifiedTime',
};

export const columnOf = (property: string): JobColumn | undefined =>
  Object.hasOwn(columnOfProperty, property) ? columnOfProperty[property] : undefined;

export interface SearchPlan {
  /** What SQL can decide: every job that satisfies the expression satisfies these. */
  conditions: JobCondition[];
  /** Whether the conditions are the whole expression, so that no job need be tested one by one. */
  complete: boolean;
}

/** Takes out of an expression what the store can decide. The expression has been compiled, so it is valid. */
export const planSearch = (expression: SearchExpression | undefined): SearchPlan => {
  if (!expression) return { conditions: [], complete: true };
  const { Filters = [], NestedFilters = [], SubExpressions = [], Operator = 'And' } = expression;
  const parts: SearchPlan[] = [
    ...Filters.map(planFilter),
    ...SubExpressions.map(planSearch),
    ...NestedFilters.map(() => ({ conditions: [], complete: false })),
  ];
  if (Operator === 'Or' && parts.length > 1) return { conditions: [], complete: false };
  return {
    conditions: parts.flatMap((part) => part.conditions),
    complete: parts.every((part) => part.complete),
  };
};

const planFilter = (filter: SearchFilter): SearchPlan => {
  const column = columnOf(filter.Name);
  const operator = operatorOf(filter);
  const undecided = { conditions: [], complete: false };
  if (!column || filter.Value === undefined) return undecided;
  if (operator === 'In' || operator === 'Exists' || operator === 'NotExists') return undecided;
  const isTime = column === 'creationTime' || column === 'lastModifiedTime';
  const value = isTime ? parseIsoTime(filter.Value) : filter.Value;
  return { conditions: [{ column, operator, value }], complete: true };
};
