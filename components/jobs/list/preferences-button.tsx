'use client';

import Button from '@cloudscape-design/components/button';
import { memo, useState } from 'react';
import { lateDialog } from '@/components/shell/late-dialog';
import { type JobsPreferencesProps } from './jobs-preferences';

const button = { variant: 'icon', iconName: 'settings', ariaLabel: 'Preferences' } as const;

/** The dialog can drag columns about, which is much code for a list that is mostly read. */
const JobsPreferences = lateDialog<JobsPreferencesProps & { onClose: () => void }>(
  () => import('./jobs-preferences').then((module) => module.JobsPreferences),
  <Button {...button} loading loadingText="Loading the preferences" />,
);

export const PreferencesButton = memo(function PreferencesButton(props: JobsPreferencesProps) {
  const [wanted, setWanted] = useState(false);
  return wanted ? (
    <JobsPreferences {...props} onClose={() => setWanted(false)} />
  ) : (
    <Button {...button} onClick={() => setWanted(true)} />
  );
});
