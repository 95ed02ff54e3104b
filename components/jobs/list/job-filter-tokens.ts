import { type PropertyFilterProps } from '@cloudscape-design/components/property-filter';
import { type JobFilters } from '@/lib/training/job-list';
import { formatTag, parseTag } from './tag-text';

type Query = PropertyFilterProps.Query;
type Token = PropertyFilterProps.Token;

/** The filters as the filter box shows them. */
export const tokensOf = (filters: JobFilters): Query => {
  const tokens: Token[] = filters.nameContains.map((value) => ({
    propertyKey: 'name',
    operator: ':',
    value,
  }));
  const add = (propertyKey: string, value: unknown, operator: Token['operator'] = '=') =>
    tokens.push({ propertyKey, operator, value });
  if (filters.outcomes.length > 0) add('status', filters.outcomes);
  if (filters.spot !== undefined) add('type', filters.spot ? 'spot' : 'on-demand');
  if (filters.instanceTypes.length > 0) add('instance', filters.instanceTypes);
  if (filters.createdFrom !== undefined) add('created', new Date(filters.createdFrom).toISOString(), '>=');
  if (filters.createdBefore !== undefined)
    add('created', new Date(filters.createdBefore).toISOString(), '<=');
  for (const tag of filters.tags) add('tag', formatTag(tag));
  return { operation: 'and', tokens };
};

/**
 * The filter box's tokens as filters. Text without a property is part of the name; of properties that can hold
 * one value the last token counts.
 */
export const filtersOf = ({ tokens }: Query): JobFilters => {
  const filters: JobFilters = { nameContains: [], outcomes: [], instanceTypes: [], tags: [] };
  for (const { propertyKey = 'name', operator, value } of tokens) {
    const values = (Array.isArray(value) ? value : [value]).filter(
      (one): one is string => typeof one === 'string' && one.trim() !== '',
    );
    const last = values.at(-1);
    if (last === undefined) continue;
    if (propertyKey === 'name') filters.nameContains.push(...values.map((text) => text.trim()));
    else if (propertyKey === 'status') filters.outcomes.push(...values);
    else if (propertyKey === 'type') filters.spot = last === 'spot';
    else if (propertyKey === 'instance') filters.instanceTypes.push(...values);
    else if (propertyKey === 'tag') filters.tags.push(...values.map(parseTag));
    else if (propertyKey === 'created' && !Number.isNaN(Date.parse(last))) {
      filters[operator === '>=' ? 'createdFrom' : 'createdBefore'] = Date.parse(last);
    }
  }
  return filters;
};
