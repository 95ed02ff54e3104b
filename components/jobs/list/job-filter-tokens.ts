import { type PropertyFilterProps } from '@cloudscape-design/components/property-filter';
import { listedStandings, type JobFilters } from '@/lib/training/job-list';
import { parseSeconds, secondsText } from '../../../lib/urls/job-list';
import { formatTag, parseTag } from '../../../lib/urls/tag-text';

type Query = PropertyFilterProps.Query;
type Token = PropertyFilterProps.Token;

/** What the filter box can filter by. */
export type FilterProperty =
  | 'name'
  | 'prefix'
  | 'group'
  | 'status'
  | 'type'
  | 'instance'
  | 'created'
  | 'ended'
  | 'interrupted'
  | 'checkpoints'
  | 'tag'
  | 'without-tag'
  | 'standing'
  | 'suits';

/** The filters as the filter box shows them; `filtersOf` gives the same filters back. */
export const tokensOf = (filters: JobFilters): Query => {
  const tokens: Token[] = [];
  const add = (propertyKey: FilterProperty, value: unknown, operator: Token['operator'] = '=') => {
    if (value !== undefined && !(Array.isArray(value) && value.length === 0))
      tokens.push({ propertyKey, operator, value });
  };
  for (const text of filters.nameContains) add('name', text, ':');
  add('prefix', filters.namePrefix);
  add('group', filters.nameGroup);
  add('status', filters.outcomes);
  add('type', choice(filters.spot, 'spot', 'on-demand'));
  add('instance', filters.instanceTypes);
  add('created', instant(filters.createdFrom), '>=');
  add('created', instant(filters.createdBefore), '<=');
  add('ended', instant(filters.endedFrom), '>=');
  add('ended', instant(filters.endedBefore), '<=');
  add('interrupted', choice(filters.interrupted, 'yes', 'no'));
  add('checkpoints', choice(filters.checkpoints, 'yes', 'no'));
  for (const tag of filters.tags) {
    if (tag.absent) add('without-tag', tag.key);
    else add('tag', formatTag(tag));
  }
  add('standing', filters.standing);
  add('suits', secondsText(filters.suitsSpotWithin));
  return { operation: 'and', tokens };
};

const choice = (value: boolean | undefined, yes: string, no: string) =>
  value === undefined ? undefined : value ? yes : no;

const instant = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());

/**
 * The filter box's tokens as filters. Text without a property is part of the name; of properties that can hold
 * one value the last token counts. A token that says nothing is passed over.
 */
export const filtersOf = ({ tokens }: Query): JobFilters => {
  const filters: JobFilters = { nameContains: [], outcomes: [], instanceTypes: [], tags: [] };
  for (const token of tokens) take(filters, token);
  return filters;
};

const take = (filters: JobFilters, { propertyKey = 'name', operator, value }: Token): void => {
  const values = (Array.isArray(value) ? value : [value]).filter(
    (one): one is string => typeof one === 'string' && one.trim() !== '',
  );
  const last = values.at(-1);
  if (last === undefined) return;
  switch (propertyKey as FilterProperty) {
    case 'name':
      filters.nameContains.push(...values.map((text) => text.trim()));
      return;
    case 'prefix':
      filters.namePrefix = last.trim();
      return;
    case 'group':
      filters.nameGroup = last.trim();
      return;
    case 'status':
      filters.outcomes.push(...values);
      return;
    case 'type':
      return set(filters, 'spot', chosen(last, 'spot', 'on-demand'));
    case 'instance':
      filters.instanceTypes.push(...values);
      return;
    case 'created':
      return set(filters, operator === '>=' ? 'createdFrom' : 'createdBefore', at(last));
    case 'ended':
      return set(filters, operator === '>=' ? 'endedFrom' : 'endedBefore', at(last));
    case 'interrupted':
      return set(filters, 'interrupted', chosen(last, 'yes', 'no'));
    case 'checkpoints':
      return set(filters, 'checkpoints', chosen(last, 'yes', 'no'));
    case 'tag':
      filters.tags.push(...values.map(parseTag));
      return;
    case 'without-tag':
      filters.tags.push(...values.map((key) => ({ key, absent: true })));
      return;
    case 'standing':
      return set(
        filters,
        'standing',
        listedStandings.find((standing) => standing === last),
      );
    case 'suits':
      return set(filters, 'suitsSpotWithin', parseSeconds(last));
  }
};

const set = <Name extends keyof JobFilters>(
  filters: JobFilters,
  name: Name,
  value: JobFilters[Name] | undefined,
): void => {
  if (value !== undefined) filters[name] = value;
};

const chosen = (text: string, yes: string, no: string): boolean | undefined =>
  text === yes || text === no ? text === yes : undefined;

const at = (text: string): number | undefined => {
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) ? undefined : parsed;
};
