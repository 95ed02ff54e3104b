import { z } from 'zod';
import { refused, refusedValues } from '../../core/input/member-use';
import { list, oneOf, text, whole } from '../../core/input/constraint';

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Search.html */
export const searchOperators = [
  'Equals',
  'NotEquals',
  'GreaterThan',
  'GreaterThanOrEqualTo',
  'LessThan',
  'LessThanOrEqualTo',
  'Contains',
  'Exists',
  'NotExists',
  'In',
] as const;
export type SearchOperator = (typeof searchOperators)[number];

export interface SearchFilter {
  Name: string;
  Operator?: SearchOperator | undefined;
  Value?: string | undefined;
}

export interface SearchExpression {
  Filters?: SearchFilter[] | undefined;
  NestedFilters?: { NestedPropertyName: string; Filters: SearchFilter[] }[] | undefined;
  SubExpressions?: SearchExpression[] | undefined;
  Operator?: 'And' | 'Or' | undefined;
}

const propertyName = text({ min: 1, max: 255, pattern: '.+' });

const filter = z.strictObject({
  Name: propertyName,
  Operator: oneOf(searchOperators).optional(),
  Value: text({ min: 1, max: 1024, pattern: '.+' }).optional(),
});

const filters = list(filter, { min: 1, max: 20 });

const expression: z.ZodType<SearchExpression> = z.strictObject({
  Filters: filters.optional(),
  NestedFilters: list(z.strictObject({ NestedPropertyName: propertyName, Filters: filters }), {
    min: 1,
    max: 20,
  }).optional(),
  get SubExpressions() {
    return list(expression, { min: 1, max: 20 }).optional();
  },
  Operator: oneOf(['And', 'Or']).optional(),
});

export const searchInput = z.strictObject({
  Resource: text({ min: 1, max: 64 }),
  SearchExpression: expression.optional(),
  SortBy: propertyName.optional(),
  SortOrder: oneOf(['Ascending', 'Descending']).optional(),
  NextToken: text({ max: 8192 }).optional(),
  MaxResults: whole({ min: 1, max: 100 }).optional(),
  CrossAccountFilterOption: refusedValues(
    oneOf(['SameAccount', 'CrossAccount']),
    (option) => option === 'CrossAccount',
    'there is one account',
  ).optional(),
  VisibilityConditions: refused('there is one caller, who sees everything. Filter by SearchExpression'),
});
