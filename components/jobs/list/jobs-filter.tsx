'use client';

import DatePicker from '@cloudscape-design/components/date-picker';
import FormField from '@cloudscape-design/components/form-field';
import PropertyFilter, { type PropertyFilterProps } from '@cloudscape-design/components/property-filter';
import { useMemo } from 'react';
import { type JobFacets, type JobFilters } from '@/lib/training/job-list';
import { describeStatus } from '@/lib/training/status';
import { formatTime } from '../../shell/format-time';
import { useHydrated } from '../../shell/use-hydrated';
import { filtersOf, tokensOf } from './job-filter-tokens';
import { formatTag } from './tag-text';

interface JobsFilterProps {
  filters: JobFilters;
  facets: JobFacets;
  /** Jobs that match. */
  count: number;
  onChange: (filters: JobFilters) => void;
}

/** The filter box of the job list. */
export const JobsFilter = ({ filters, facets, count, onChange }: JobsFilterProps) => {
  const zone = useHydrated() ? 'local' : 'utc';
  const filteringProperties = useMemo(() => propertiesOf(zone), [zone]);
  const filteringOptions = useMemo(() => optionsOf(facets), [facets]);
  return (
    <PropertyFilter
      query={tokensOf(filters)}
      onChange={({ detail }) => onChange(filtersOf(detail))}
      filteringProperties={filteringProperties}
      filteringOptions={filteringOptions}
      freeTextFiltering={{ operators: [':'], defaultOperator: ':' }}
      hideOperations
      countText={`${count.toLocaleString('en')} ${count === 1 ? 'match' : 'matches'}`}
      filteringPlaceholder="Filter jobs by name, status, type …"
      filteringAriaLabel="Filter jobs"
      expandToViewport
    />
  );
};

const propertiesOf = (zone: 'local' | 'utc'): PropertyFilterProps.FilteringProperty[] => [
  { key: 'name', propertyLabel: 'Name', groupValuesLabel: 'Names', operators: [':'], defaultOperator: ':' },
  {
    key: 'status',
    propertyLabel: 'Status',
    groupValuesLabel: 'Statuses',
    operators: [{ operator: '=', tokenType: 'enum', format: labelsOf }],
  },
  {
    key: 'type',
    propertyLabel: 'Type',
    groupValuesLabel: 'Types',
    operators: [{ operator: '=', format: labelsOf }],
  },
  {
    key: 'instance',
    propertyLabel: 'Instance type',
    groupValuesLabel: 'Instance types',
    operators: [{ operator: '=', tokenType: 'enum', format: labelsOf }],
  },
  {
    key: 'created',
    propertyLabel: 'Created',
    groupValuesLabel: 'Days',
    defaultOperator: '>=',
    operators: [
      {
        operator: '>=',
        form: (props) => <DayForm {...props} label="Created on or after" endOfDay={false} />,
        format: (value) => formatDay(value, zone, false),
      },
      {
        operator: '<=',
        form: (props) => <DayForm {...props} label="Created on or before" endOfDay />,
        format: (value) => formatDay(value, zone, true),
      },
    ],
  },
  { key: 'tag', propertyLabel: 'Tag', groupValuesLabel: 'Tags', operators: ['='] },
];

const statuses: [outcome: string, status: string, secondaryStatus: string][] = [
  ['starting', 'InProgress', 'Starting'],
  ['downloading', 'InProgress', 'Downloading'],
  ['training', 'InProgress', 'Training'],
  ['interrupted', 'InProgress', 'Interrupted'],
  ['uploading', 'InProgress', 'Uploading'],
  ['stopping', 'Stopping', 'Stopping'],
  ['completed', 'Completed', 'Completed'],
  ['failed', 'Failed', 'Failed'],
  ['stopped', 'Stopped', 'Stopped'],
  ['max-runtime-exceeded', 'Stopped', 'MaxRuntimeExceeded'],
  ['max-wait-exceeded', 'Stopped', 'MaxWaitTimeExceeded'],
];

const labels: ReadonlyMap<unknown, string> = new Map([
  ...statuses.map(
    ([value, status, secondaryStatus]) => [value, describeStatus({ status, secondaryStatus }).label] as const,
  ),
  ['spot', 'Spot'],
  ['on-demand', 'On demand'],
]);

/** The words for a token's value or values; what has none is shown as it is. */
const labelsOf = (value: unknown): string =>
  (Array.isArray(value) ? value : [value]).map((one) => labels.get(one) ?? String(one)).join(', ');

const optionsOf = (facets: JobFacets): PropertyFilterProps.FilteringOption[] => [
  ...statuses.map(([value]) => ({ propertyKey: 'status', value, label: labelsOf(value) })),
  ...['spot', 'on-demand'].map((value) => ({ propertyKey: 'type', value, label: labelsOf(value) })),
  ...facets.instanceTypes.map((value) => ({ propertyKey: 'instance', value })),
  ...facets.tags.map((tag) => ({ propertyKey: 'tag', value: formatTag(tag) })),
];

/** A day's end is kept as the next day's start, which the jobs of that day come before. */
const formatDay = (value: unknown, zone: 'local' | 'utc', endOfDay: boolean): string => {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return formatTime(endOfDay ? at - 1 : at, zone, 'date');
};

interface DayFormProps {
  value: unknown;
  onChange: (value: string | null) => void;
  label: string;
  endOfDay: boolean;
}

const DayForm = ({ value, onChange, label, endOfDay }: DayFormProps) => (
  <FormField label={label} constraintText="In your time zone">
    <DatePicker
      value={dayOf(value, endOfDay)}
      onChange={({ detail }) => onChange(instantOf(detail.value, endOfDay))}
      placeholder="YYYY/MM/DD"
      expandToViewport
    />
  </FormField>
);

/** `YYYY-MM-DD` in the reader's zone. */
const dayOf = (value: unknown, endOfDay: boolean): string => {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) return '';
  const day = new Date(endOfDay ? at - 1 : at);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
};

const instantOf = (day: string, endOfDay: boolean): string | null => {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!parts) return null;
  const [, year, month, date] = parts.map(Number);
  return new Date(year ?? 0, (month ?? 1) - 1, (date ?? 1) + (endOfDay ? 1 : 0)).toISOString();
};
