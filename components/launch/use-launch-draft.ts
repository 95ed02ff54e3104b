'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { afterPause } from '@/components/shell/after-pause';
import { askServer } from '@/components/shell/ask-server';
import { type LaunchDraft } from '@/lib/training/launch-draft';
import { type Finding } from '@/lib/training/preflight';
import { keepTyped } from './arrived-draft';
import { fieldMessages, readDraft, type FieldMessages } from './field-messages';
import { type LaunchActions } from './launch-actions';

/** Typing pauses for this long before preflight is asked. */
const preflightDelayMs = 500;

/** The form's values, what is wrong with them, and what preflight found. */
export const useLaunchDraft = (initial: LaunchDraft, preflight: LaunchActions['preflight']) => {
  const [draft, setDraft] = useState(initial);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [submitted, setSubmitted] = useState(false);
  const [checked, setChecked] = useState<{ draft?: LaunchDraft; findings: Finding[]; failure?: string }>({
    findings: [],
  });

  const latest = useRef(draft);
  useEffect(() => {
    latest.current = draft;
  });

  const { input, issues } = useMemo(() => readDraft(draft), [draft]);
  const change = useCallback(
    (values: Partial<LaunchDraft>) => setDraft((current) => ({ ...current, ...values })),
    [],
  );
  const touch = useCallback((path: string) => setTouched((current) => new Set(current).add(path)), []);

  useEffect(() => {
    if (!input) return;
    return afterPause(
      preflightDelayMs,
      () => askServer(() => preflight(draft)),
      (result) =>
        setChecked(
          result.ok
            ? { draft, findings: result.value }
            : { draft, findings: [], failure: result.error.message },
        ),
    );
  }, [draft, input, preflight]);

  const messages: FieldMessages = useMemo(
    () =>
      fieldMessages(issues, checked.findings, (path) => submitted || touched.has(path.split('.')[0] ?? path)),
    [issues, checked.findings, submitted, touched],
  );
  return {
    draft,
    input,
    messages,
    issueCount: issues.size,
    findings: input ? checked.findings : [],
    preflightFailure: checked.failure,
    /** Whether the findings are those of the values on the page. */
    checked: checked.draft === draft,
    change,
    touch,
    /** Takes another draft when it arrives, but for what is typed until then. @returns the draft that stands then */
    awaitDraft: () => {
      const before = latest.current;
      return (arrived: LaunchDraft): LaunchDraft => {
        const next = keepTyped(before, latest.current, arrived);
        setDraft(next);
        return next;
      };
    },
    /** What preflight found may be another by now. */
    checkAgain: useCallback(() => setDraft((current) => ({ ...current })), []),
    revealAll: () => setSubmitted(true),
  };
};

export type LaunchForm = ReturnType<typeof useLaunchDraft>;
