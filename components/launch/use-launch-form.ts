'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Problem } from '@/components/forms/problems';
import { type FormHandle, useForm } from '@/components/forms/use-form';
import { afterPause } from '@/components/shell/after-pause';
import { askServer } from '@/components/shell/ask-server';
import { type LaunchDraft, renamed } from '@/lib/training/launch-draft';
import { type LaunchInput, launchInputSchema } from '@/lib/training/launch-input';
import { preflight, type PreflightFacts } from '@/lib/training/preflight';
import { lookedUpValues, standingFacts } from '@/lib/training/preflight-facts';
import { fillUntouched, keepTyped } from './arrived-draft';
import { launchFieldOrder } from './field-names';
import { type LaunchActions } from './launch-actions';

/** Typing pauses for this long before preflight looks anything up. */
const preflightDelayMs = 500;

interface LookedUp {
  input: LaunchInput;
  /** What was looked up, as text. */
  values: string;
  facts: PreflightFacts;
  /** Why nothing could be looked up. */
  failure?: string;
}

interface LaunchFormOptions {
  initial: LaunchDraft;
  region: string;
  bucket: string;
  /** The script is to be uploaded, and no file of it is chosen yet. */
  hasFiles: boolean;
  preflight: LaunchActions['preflight'];
  /** Where data are on their way to, and not whole. */
  uploadingTo: string | undefined;
}

export interface LaunchForm extends FormHandle<LaunchDraft, LaunchInput> {
  /** Whether what must be looked up was looked up for the values on the page. */
  lookedUp: boolean;
  lookUpFailure?: string;
  /** Some of it could not be looked up, which is among the problems. */
  isUnchecked: boolean;
  lookAgain: () => void;
  rename: (name: string) => void;
  /** Takes another draft when it arrives, but for what is typed until then. @returns the draft that stands then */
  awaitDraft: () => (arrived: LaunchDraft) => LaunchDraft;
}

/** The launch form's values, and all that is wrong with them: rules at once, what is looked up after a pause. */
export const useLaunchForm = (options: LaunchFormOptions): LaunchForm => {
  const { initial, region, bucket, hasFiles, preflight: lookUp, uploadingTo } = options;
  const [looked, setLooked] = useState<LookedUp>();
  const [turn, setTurn] = useState(0);

  const find = useCallback(
    (input: LaunchInput): Problem[] => [
      ...(input.source.kind === 'upload' && !hasFiles ? [noFiles] : []),
      ...unfinishedData(input, uploadingTo),
      ...preflight(input, looked ? standingFacts(looked, input) : { region }).map(
        ({ field, severity, reason, remedy }) => ({
          field,
          severity,
          text: `${reason} ${remedy}`,
          // It may be the job of this very form, whose answer was lost: the launch finds it.
          ...(field === 'name' && { mayPass: true as const }),
          ...(field === 'entryPoint' && input.entryPoint === '' && { quiet: true as const }),
        }),
      ),
    ],
    [looked, region, hasFiles, uploadingTo],
  );
  const form = useForm({ initial, schema: launchInputSchema, order: launchFieldOrder, find });
  const { values: draft, input, change } = form;

  const latest = useRef(draft);
  useEffect(() => {
    latest.current = draft;
  });

  const { replace } = form;
  const begun = useRef({ draft: initial, bucket });
  useEffect(() => {
    if (begun.current.draft === initial) return;
    const read = { draft: initial, bucket };
    replace(fillUntouched(begun.current, latest.current, read));
    begun.current = read;
  }, [initial, bucket, replace]);

  const wanted = useMemo(() => input && lookedUpValues(input), [input]);
  const asked = useRef({ draft, input });
  useEffect(() => {
    asked.current = { draft, input };
  });
  useEffect(() => {
    if (wanted === undefined) return;
    return afterPause(
      preflightDelayMs,
      async () => {
        const { draft: sent, input: read } = asked.current;
        return { read, result: await askServer(() => lookUp(sent)) };
      },
      ({ read, result }) => {
        if (read === undefined) return;
        const found = { input: read, values: lookedUpValues(read) };
        setLooked(
          result.ok
            ? { ...found, facts: result.value.facts }
            : { ...found, facts: { region }, failure: result.error.message },
        );
      },
    );
    // `turn`: the same values are looked up again.
  }, [wanted, turn, lookUp, region]);

  const lookAgain = useCallback(() => setTurn((before) => before + 1), []);
  const rename = useCallback(
    (name: string) => change(renamed(latest.current, name, bucket)),
    [change, bucket],
  );
  const lookedUp = looked !== undefined && looked.values === wanted;
  return {
    ...form,
    lookedUp: lookedUp && looked.failure === undefined,
    ...(lookedUp && looked.failure !== undefined && { lookUpFailure: looked.failure }),
    isUnchecked: lookedUp && (looked.facts.unchecked ?? []).length > 0,
    lookAgain,
    rename,
    awaitDraft: () => {
      const before = latest.current;
      return (arrived) => {
        const next = keepTyped(before, latest.current, arrived);
        form.replace(next);
        return next;
      };
    },
  };
};

/** A job that reads half of its data is worse than one that waits. */
const unfinishedData = ({ channels }: LaunchInput, uploadingTo: string | undefined): Problem[] =>
  uploadingTo === undefined
    ? []
    : channels.flatMap(({ s3Uri }, index) =>
        s3Uri.startsWith(uploadingTo) || uploadingTo.startsWith(s3Uri)
          ? [{ field: `channels.${index}.s3Uri`, severity: 'error' as const, text: stillUploading }]
          : [],
      );

const stillUploading =
  'The data there are not whole: wait for the upload to end, or go on with it. Cancelling it lets the job be launched as it is.';

const noFiles: Problem = {
  field: 'files',
  severity: 'error',
  text: 'The files of the training script are not chosen yet. Choose its folder, or drop it on this page.',
  quiet: true,
};
