import { type PropertyFilterProps } from '@cloudscape-design/components/property-filter';
import {
  type FilterKey,
  type FilterValues,
  filterKeys,
  jobFilters,
  type JobFilters,
  usualFilters,
} from '@/lib/training/job-filters';

type Query = PropertyFilterProps.Query;
type Token = PropertyFilterProps.Token;

/** The filters as the filter box shows them; `filtersOf` gives the same filters back. */
export const tokensOf = (filters: JobFilters): Query => ({
  operation: 'and',
  tokens: filterKeys.flatMap((key) => tokensOfOne(key, filters[key])),
});

const tokensOfOne = <Key extends FilterKey>(key: Key, value: FilterValues[Key] | undefined): Token[] =>
  value === undefined
    ? []
    : jobFilters[key].tokens(value).map(({ property, ...token }) => ({ propertyKey: property, ...token }));

/**
 * The filter box's tokens as filters. Text without a property is part of the name; of properties that can hold
 * one value the last token counts. A token that says nothing is passed over.
 */
export const filtersOf = ({ tokens }: Query): JobFilters => {
  const filters = { ...usualFilters };
  for (const token of tokens) {
    for (const key of filterKeys) take(filters, key, token);
  }
  return filters;
};

const take = <Key extends FilterKey>(
  filters: Partial<FilterValues>,
  key: Key,
  { propertyKey: property = jobFilters.nameContains.param, operator, value }: Token,
): void => {
  const { properties } = jobFilters[key];
  const ofProperty = properties.filter((one) => one.property === property);
  if (!ofProperty.some((one) => one.operator === operator)) return;
  const texts = (Array.isArray(value) ? value : [value]).filter(
    (one): one is string => typeof one === 'string' && one.trim() !== '',
  );
  if (texts.length === 0) return;
  const taken = jobFilters[key].take({ property, texts }, filters[key]);
  if (taken !== undefined) filters[key] = taken;
};
