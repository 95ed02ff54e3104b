import { z } from 'zod';
import { list, oneOf, text, whole } from './constraint';

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

const filter = z.object({
  Name: propertyName,
  Operator: oneOf(searchOperators).optional(),
  Value: text({ min: 1, max: 1024, pattern: '.+' }).optional(),
});

const filters = list(filter, { min: 1, max: 20 });

const expression: z.ZodType<SearchExpression> = z.object({
  Filters: filters.optional(),
  NestedFilters: list(z.object({ NestedPropertyName: propertyName, Filters: filters }), {
    min: 1,
    max: 20,
  }).optional(),
  get SubExpressions() {
    return list(expression, { min: 1, max: 20 }).optional();
  },
  Operator: oneOf(['And', 'Or']).optional(),
});

export const searchInput = z.looseObject({
  Resource: text({ min: 1 }),
  SearchExpression: expression.optional(),
  SortBy: propertyName.optional(),
  SortOrder: oneOf(['Ascending', 'Descending']).optional(),
  NextToken: text({ max: 8192 }).optional(),
  MaxResults: whole({ min: 1, max: 100 }).optional(),
});
