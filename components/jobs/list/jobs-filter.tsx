'use client';

import PropertyFilter, { type PropertyFilterProps } from '@cloudscape-design/components/property-filter';
import { useMemo } from 'react';
import { type JobFacets, type JobFilters } from '@/lib/training/job-list';
import { type ClockZone } from '../../shell/format-time';
import { useReaderZone } from '../../shell/reader-clock';
import { DayForm, SecondsForm } from './job-filter-forms';
import { type FilterProperty, filtersOf, tokensOf } from './job-filter-tokens';
import { filterChoices, momentWords, suitsWords, tagWords, wordsOf } from './job-filter-words';
import { formatTag } from '../../../lib/urls/tag-text';

interface JobsFilterProps {
  filters: JobFilters;
  facets: JobFacets;
  /** Jobs that match. */
  count: number;
  onChange: (filters: JobFilters) => void;
}

/** The filter box of the job list. */
export const JobsFilter = ({ filters, facets, count, onChange }: JobsFilterProps) => {
  const zone = useReaderZone();
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

type Property = PropertyFilterProps.FilteringProperty & { key: FilterProperty };

const propertiesOf = (zone: ClockZone): Property[] => [
  { key: 'name', propertyLabel: 'Name', groupValuesLabel: 'Names', operators: [':'], defaultOperator: ':' },
  { key: 'prefix', propertyLabel: 'Name begins with', groupValuesLabel: 'Beginnings', operators: ['='] },
  { key: 'group', propertyLabel: 'Name group', groupValuesLabel: 'Groups of names', operators: ['='] },
  severalOf('status', 'Status', 'Statuses'),
  oneOf('type', 'Type', 'Types'),
  severalOf('instance', 'Instance type', 'Instance types'),
  period('created', 'Created', zone),
  period('ended', 'Ended', zone),
  oneOf('interrupted', 'Interrupted', 'Interrupted or not'),
  oneOf('checkpoints', 'Checkpoints', 'With checkpoints or not'),
  {
    key: 'tag',
    propertyLabel: 'Tag',
    groupValuesLabel: 'Tags',
    operators: [{ operator: '=', format: tagWords }],
  },
  { key: 'without-tag', propertyLabel: 'Without tag', groupValuesLabel: 'Keys of tags', operators: ['='] },
  oneOf('standing', 'In the savings report', 'Places in the savings report'),
  {
    key: 'suits',
    propertyLabel: 'Suits spot within',
    groupValuesLabel: 'Seconds',
    operators: [{ operator: '=', form: SecondsForm, format: suitsWords }],
  },
];

const oneOf = (key: FilterProperty, propertyLabel: string, groupValuesLabel: string): Property => ({
  key,
  propertyLabel,
  groupValuesLabel,
  operators: [{ operator: '=', format: (value) => wordsOf(key, value) }],
});

const severalOf = (key: FilterProperty, propertyLabel: string, groupValuesLabel: string): Property => ({
  key,
  propertyLabel,
  groupValuesLabel,
  operators: [{ operator: '=', tokenType: 'enum', format: (value) => wordsOf(key, value) }],
});

const period = (key: 'created' | 'ended', propertyLabel: string, zone: ClockZone): Property => ({
  key,
  propertyLabel,
  groupValuesLabel: 'Days',
  defaultOperator: '>=',
  operators: [
    {
      operator: '>=',
      form: (props) => <DayForm {...props} label={`${propertyLabel} on or after`} endOfDay={false} />,
      format: (value) => momentWords(value, zone, false),
    },
    {
      operator: '<=',
      form: (props) => <DayForm {...props} label={`${propertyLabel} on or before`} endOfDay />,
      format: (value) => momentWords(value, zone, true),
    },
  ],
});

const optionsOf = (facets: JobFacets): PropertyFilterProps.FilteringOption[] => [
  ...Object.entries(filterChoices).flatMap(([propertyKey, choices]) =>
    choices.map(([value, label]) => ({ propertyKey, value, label })),
  ),
  ...facets.instanceTypes.map((value) => ({ propertyKey: 'instance', value })),
  ...facets.tags.map((tag) => ({
    propertyKey: 'tag',
    value: formatTag(tag),
    label: `${tag.key}=${tag.value}`,
  })),
  ...[...new Set(facets.tags.map(({ key }) => key))].map((value) => ({ propertyKey: 'without-tag', value })),
];
