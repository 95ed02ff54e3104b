'use client';

import CollectionPreferences, {
  type CollectionPreferencesProps,
} from '@cloudscape-design/components/collection-preferences';
import Checkbox from '@cloudscape-design/components/checkbox';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useRef } from 'react';
import { type JobFacets } from '@/lib/training/job-filters';
import { pageSizes } from '../../../lib/urls/job-list';
import { AddedColumns, chosenColumns } from './added-columns';
import { type ColumnWidths } from './column-widths';
import { isAlwaysShown } from './jobs-columns';
import { type TablePreferences } from './table-preferences';

export interface JobsPreferencesProps {
  pageSize: number;
  columns: readonly { id: string; header: string }[];
  display: readonly CollectionPreferencesProps.ContentDisplayItem[];
  /** Columns of a tag, hyperparameter or metric that are shown, by key. */
  added: readonly string[];
  facets: JobFacets;
  /** As the reader dragged them. */
  widths: ColumnWidths | undefined;
  onPreferences: (preferences: TablePreferences) => void;
}

/** What the dialog has beside the library's own. */
interface Custom {
  added: readonly string[];
  widths: ColumnWidths | undefined;
}

/** The library's dialog with its button: opens at once, since the reader pressed the button that stood in its place. */
export const JobsPreferences = (props: JobsPreferencesProps) => {
  const { pageSize, columns, display, added, facets, widths, onPreferences } = props;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.querySelector('button')?.click(), []);
  return (
    <div ref={place}>
      <CollectionPreferences
        title="Preferences"
        confirmLabel="Save"
        cancelLabel="Cancel"
        preferences={{ pageSize, contentDisplay: display, custom: { added, widths } }}
        pageSizePreference={{
          title: 'Jobs on a page',
          options: pageSizes.map((value) => ({ value, label: `${value} jobs` })),
        }}
        contentDisplayPreference={{
          title: 'Columns',
          options: columns.map(({ id, header }) => ({ id, label: header, alwaysVisible: isAlwaysShown(id) })),
        }}
        customPreference={(custom: Custom, onChange) => (
          <SpaceBetween size="l">
            {widths && (
              <Checkbox
                checked={custom.widths !== undefined}
                onChange={({ detail }) =>
                  onChange({ ...custom, widths: detail.checked ? widths : undefined } satisfies Custom)
                }
                description="Without them, columns are as wide as what is in them needs."
              >
                Keep the widths of the columns
              </Checkbox>
            )}
            <AddedColumns
              wanted={custom.added}
              facets={facets}
              onChange={(next) => onChange({ ...custom, added: next } satisfies Custom)}
            />
          </SpaceBetween>
        )}
        onConfirm={({ detail }) => {
          // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- the library gives back what `customPreference` gave it
          const custom = detail.custom as Custom;
          onPreferences({
            pageSize: detail.pageSize ?? pageSize,
            columns: chosenColumns(detail.contentDisplay ?? display, custom.added),
            ...(custom.widths && { widths: custom.widths }),
          });
        }}
      />
    </div>
  );
};
