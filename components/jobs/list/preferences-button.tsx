'use client';

import Button from '@cloudscape-design/components/button';
import dynamic from 'next/dynamic';
import { memo, useState } from 'react';
import { type JobsPreferencesProps } from './jobs-preferences';

const button = { variant: 'icon', iconName: 'settings', ariaLabel: 'Preferences' } as const;

/** Its dialog can drag columns about, which is much code for a list that is mostly read. */
const JobsPreferences = dynamic(() => import('./jobs-preferences').then((module) => module.JobsPreferences), {
  ssr: false,
  loading: () => <Button {...button} loading loadingText="Loading the preferences" />,
});

export const PreferencesButton = memo(function PreferencesButton(props: JobsPreferencesProps) {
  const [wanted, setWanted] = useState(false);
  return wanted ? <JobsPreferences {...props} /> : <Button {...button} onClick={() => setWanted(true)} />;
});
