import { validationError } from '../../core/aws-error';
import { compileComparison, operatorOf } from './search-filter';
import type { SearchExpression, SearchFilter } from './search-input';
import {
  elementsAt,
  hasProperty,
  kindOfProperty,
  type SearchTarget,
  valuesAt,
  valuesOfProperty,
} from './search-property';

export type JobTest = (job: SearchTarget) => boolean;

const maxParts = 50;

/**
 * Compiles a search expression to a test of one job. Throws ValidationException for an expression that the
 * service refuses, whether or not any job is there to be tested.
 */
export const compileExpression = (expression: SearchExpression): JobTest => {
  if (countParts(expression) > maxParts) {
    throw validationError(
      `The number of Filters, NestedFilters and SubExpressions in a SearchExpression must not exceed ${maxParts}.`,
    );
  }
  return compileNode(expression);
};

const compileNode = (expression: SearchExpression): JobTest => {
  const { Filters = [], NestedFilters = [], SubExpressions = [], Operator = 'And' } = expression;
  const compared = [...Filters, ...NestedFilters.flatMap((nested) => nested.Filters)];
  if (compared.filter((filter) => operatorOf(filter) === 'Contains').length > 1) {
    throw validationError("'CONTAINS' operator usage limit of 1 exceeded.");
  }
  const tests = [
    ...Filters.map(compileFilter),
    ...NestedFilters.map(compileNested),
    ...SubExpressions.map(compileNode),
  ];
  if (tests.length === 0) {
    throw validationError(
      'A SearchExpression must have at least one filter, nested filter or subexpression.',
    );
  }
  return Operator === 'And'
    ? (job) => tests.every((test) => test(job))
    : (job) => tests.some((test) => test(job));
};

const compileFilter = (filter: SearchFilter): JobTest => {
  const kind = kindOfProperty(filter.Name);
  const operator = operatorOf(filter);
  if (operator === 'Exists') return (job) => hasProperty(job, filter.Name);
  if (operator === 'NotExists') return (job) => !hasProperty(job, filter.Name);
  const test = compileComparison(filter, kind);
  return (job) => test(valuesOfProperty(job, filter.Name));
};

/** All filters must hold for one and the same element of the list. */
const compileNested = ({
  NestedPropertyName: list,
  Filters,
}: {
  NestedPropertyName: string;
  Filters: SearchFilter[];
}): JobTest => {
  kindOfProperty(list);
  const tests = Filters.map((filter) => {
    if (!filter.Name.startsWith(`${list}.`)) {
      throw validationError(
        `Filter "${filter.Name}" must name a property below the nested property "${list}".`,
      );
    }
    const path = filter.Name.slice(list.length + 1);
    const operator = operatorOf(filter);
    if (operator === 'Exists') return (element: unknown) => elementsAt(element, path).length > 0;
    if (operator === 'NotExists') return (element: unknown) => elementsAt(element, path).length === 0;
    const test = compileComparison(filter, kindOfProperty(filter.Name));
    return (element: unknown) => test(valuesAt(element, path));
  });
  return (job) => elementsAt(job, list).some((element) => tests.every((test) => test(element)));
};

const countParts = ({ Filters = [], NestedFilters = [], SubExpressions = [] }: SearchExpression): number =>
  Filters.length +
  NestedFilters.reduce((sum, nested) => sum + 1 + nested.Filters.length, 0) +
  SubExpressions.reduce((sum, part) => sum + 1 + countParts(part), 0);
