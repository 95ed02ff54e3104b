'use client';

import ExpandableSection from '@cloudscape-design/components/expandable-section';
import { type ReactNode, useState } from 'react';
import { type LaunchForm } from './use-launch-form';

interface FoldedSectionProps {
  form: LaunchForm;
  title: string;
  /** What stands beside the title while nothing in it is set. */
  about?: string;
  /** The fields in it, by the first part of their paths. */
  holds: readonly string[];
  /** What is set in it, in a few words each. */
  set: readonly string[];
  /** Within another section. */
  isInner?: boolean;
  children: ReactNode;
}

/** What few launches need: folded, unless something in it is set, and it opens for a field in it that is looked for. */
export const FoldedSection = ({ form, title, about, holds, set, isInner, children }: FoldedSectionProps) => {
  const [open, setOpen] = useState(set.length > 0);
  const [seen, setSeen] = useState(form.sought);
  if (form.sought !== seen) {
    setSeen(form.sought);
    const path = form.sought?.path ?? '';
    if (holds.some((name) => path === name || path.startsWith(`${name}.`))) setOpen(true);
  }
  // Another draft, or an entry of the JSON that moved into its field.
  const isSet = set.length > 0;
  const [wasSet, setWasSet] = useState(isSet);
  if (isSet !== wasSet) {
    setWasSet(isSet);
    if (isSet) setOpen(true);
  }
  // What is in it may ask for what nobody wants to know: it is drawn once it is open.
  const [drawn, setDrawn] = useState(open);
  if (open && !drawn) setDrawn(true);
  const text = set.length === 0 ? about : set.filter(Boolean).join(', ');
  return (
    <ExpandableSection
      variant={isInner ? 'default' : 'container'}
      headerText={title}
      {...(text && { headerDescription: text })}
      expanded={open}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      {drawn && children}
    </ExpandableSection>
  );
};
