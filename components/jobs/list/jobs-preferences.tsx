'use client';

import CollectionPreferences, {
  type CollectionPreferencesProps,
} from '@cloudscape-design/components/collection-preferences';
import { useEffect, useRef } from 'react';
import { type JobFacets } from '@/lib/training/job-filters';
import { pageSizes } from '../../../lib/urls/job-list';
import { AddedColumns, chosenColumns } from './added-columns';
import { isAlwaysShown } from './jobs-columns';
import { type TablePreferences } from './table-preferences';

export interface JobsPreferencesProps {
  pageSize: number;
  columns: readonly { id: string; header: string }[];
  display: readonly CollectionPreferencesProps.ContentDisplayItem[];
  /** Columns of a tag, hyperparameter or metric that are shown, by key. */
  added: readonly string[];
  facets: JobFacets;
  onPreferences: (preferences: TablePreferences) => void;
}

/** The library's dialog with its button: opens at once, since the reader pressed the button that stood in its place. */
export const JobsPreferences = (props: JobsPreferencesProps) => {
  const { pageSize, columns, display, added, facets, onPreferences } = props;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.querySelector('button')?.click(), []);
  return (
    <div ref={place}>
      <CollectionPreferences
        title="Preferences"
        confirmLabel="Save"
        cancelLabel="Cancel"
        preferences={{ pageSize, contentDisplay: display, custom: added }}
        pageSizePreference={{
          title: 'Jobs on a page',
          options: pageSizes.map((value) => ({ value, label: `${value} jobs` })),
        }}
        contentDisplayPreference={{
          title: 'Columns',
          options: columns.map(({ id, header }) => ({ id, label: header, alwaysVisible: isAlwaysShown(id) })),
        }}
        customPreference={(wanted: readonly string[], onChange) => (
          <AddedColumns wanted={wanted} facets={facets} onChange={onChange} />
        )}
        onConfirm={({ detail }) =>
          onPreferences({
            pageSize: detail.pageSize ?? pageSize,
            columns: chosenColumns(detail.contentDisplay ?? display, detail.custom as readonly string[]),
          })
        }
      />
    </div>
  );
};
