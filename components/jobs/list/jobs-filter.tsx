'use client';

import PropertyFilter, { type PropertyFilterProps } from '@cloudscape-design/components/property-filter';
import { memo, useMemo, useRef } from 'react';
import { type FilterProperty } from '@/lib/training/filter-kinds';
import {
  filterKeys,
  type JobFacets,
  jobFilters,
  type JobFilters,
  offersOf,
} from '@/lib/training/job-filters';
import { type ClockZone } from '../../shell/format-time';
import { usePageKeys } from '../../shell/keys/use-page-keys';
import { latePart } from '../../shell/late-part';
import { useReaderZone } from '../../shell/reader-clock';
import { SecondsForm } from './seconds-form';
import { filtersOf, tokensOf } from './job-filter-tokens';
import { momentWords } from './job-filter-words';

/** A calendar is much code for who filters by name. */
const DayForm = latePart(() => import('./day-form').then((module) => module.DayForm));

interface JobsFilterProps {
  filters: JobFilters;
  facets: JobFacets;
  /** Jobs that match; undefined while it is not known. */
  count: number | undefined;
  /** The list is of several backends. */
  several: boolean;
  onChange: (filters: JobFilters) => void;
}

/** The filter box of the job list. A page that is turned does not draw it again. */
export const JobsFilter = memo(function JobsFilter({
  filters,
  facets,
  count,
  several,
  onChange,
}: JobsFilterProps) {
  const zone = useReaderZone();
  const filteringProperties = useMemo(() => propertiesOf(zone, several), [zone, several]);
  const filteringOptions = useMemo(() => optionsOf(facets), [facets]);
  const box = useRef<PropertyFilterProps.Ref>(null);
  usePageKeys('Search', [{ keys: ['/'], label: 'Filter the jobs', run: () => box.current?.focus() }]);
  return (
    <PropertyFilter
      ref={box}
      query={tokensOf(filters)}
      onChange={({ detail }) => onChange(filtersOf(detail))}
      filteringProperties={filteringProperties}
      filteringOptions={filteringOptions}
      freeTextFiltering={{ operators: [':'], defaultOperator: ':' }}
      hideOperations
      countText={
        count === undefined ? '' : `${count.toLocaleString('en')} ${count === 1 ? 'match' : 'matches'}`
      }
      filteringPlaceholder="Filter jobs by name, status, type …"
      filteringAriaLabel="Filter jobs"
      expandToViewport
    />
  );
});

const shownIn = (several: boolean): readonly FilterProperty[] =>
  filterKeys
    .filter((key) => several || !jobFilters[key].ofSeveral)
    .flatMap((key) => jobFilters[key].properties);

type Property = PropertyFilterProps.FilteringProperty;
type Operator = PropertyFilterProps.ExtendedOperator<string>;

/** Filters of one property, such as both ends of a period, are one property with several operators. */
const propertiesOf = (zone: ClockZone, several: boolean): Property[] => {
  const shown = shownIn(several);
  return [...new Set(shown.map(({ property }) => property))].flatMap((key) => {
    const [first, ...others] = shown.filter(({ property }) => property === key);
    if (first === undefined) return [];
    return {
      key,
      propertyLabel: first.label,
      groupValuesLabel: first.values,
      defaultOperator: first.operator,
      operators: [first, ...others].map((property) => operatorOf(property, zone)),
    };
  });
};

const operatorOf = (
  { operator, label, control, several, words }: FilterProperty,
  zone: ClockZone,
): Operator => {
  switch (control) {
    case 'text':
      return { operator, format: words, ...(several && { tokenType: 'enum' }) };
    case 'seconds':
      return { operator, form: SecondsForm, format: words };
    case 'day':
    case 'end of day': {
      const isEnd = control === 'end of day';
      return {
        operator,
        form: (props) => (
          <DayForm {...props} label={`${label} on or ${isEnd ? 'before' : 'after'}`} endOfDay={isEnd} />
        ),
        format: (value) => momentWords(value, zone, isEnd),
      };
    }
  }
};

const optionsOf = (facets: JobFacets): PropertyFilterProps.FilteringOption[] => [
  ...shownIn(true).flatMap(({ property, choices = [] }) =>
    choices.map(([value, label]) => ({ propertyKey: property, value, label })),
  ),
  ...offersOf(facets).map(({ property, ...offer }) => ({ propertyKey: property, ...offer })),
];
