'use client';

import { useCallback, useEffect, useId, useMemo, useReducer } from 'react';
import { type z } from 'zod';
import { type ActionError } from '@/lib/errors/action-result';
import { focusField } from './focus-field';
import { type FormEvent, type FormState, nextForm, standingRefusal, startForm } from './form-state';
import {
  type FieldMessage,
  inPageOrder,
  issueProblems,
  messagesOf,
  type Problem,
  refusalProblems,
} from './problems';

export interface FormOptions<Values extends object, Input> {
  initial: Values;
  /** Reads the values as they were typed; each of its messages is a sentence for the reader. */
  schema: z.ZodType<Input>;
  /** The fields from top to bottom, by the first part of their paths. */
  order: readonly string[];
  /** What is found in values that the schema takes; shown at once. Must be the same function while it finds the same. */
  find?: (input: Input) => readonly Problem[];
}

export interface FormHandle<Values extends object, Input> {
  /** Marks the form's fields. */
  id: string;
  values: Values;
  /** Absent while the schema refuses the values. */
  input?: Input;
  /** What is wrong and may be said by now, in the order of the page, errors first. */
  problems: readonly Problem[];
  messages: ReadonlyMap<string, FieldMessage>;
  /** How many fields are not filled in as they must be, said or not. */
  issueCount: number;
  /** What the server refused that belongs to no field. */
  failure?: ActionError;
  sought: FormState<Values>['sought'];
  change: (values: Partial<Values>) => void;
  touch: (path: string) => void;
  replace: (values: Values) => void;
  /** Puts the focus into a field. */
  seek: (path: string) => void;
  /** Says all that is wrong. @returns what to send; undefined, with the focus on the first error, if there is one */
  attempt: () => Input | undefined;
  /** What the server refused; with a field, the focus goes there, unless nobody has just tried to send it. */
  refuse: (error: ActionError, options?: { focus: boolean }) => void;
}

/**
 * The one way in which forms keep their values: a schema reads what was typed, what it refuses is a sentence beside the
 * field once it was left or sent, and what was found about other values is never shown.
 */
export const useForm = <Values extends object, Input>({
  initial,
  schema,
  order,
  find,
}: FormOptions<Values, Input>): FormHandle<Values, Input> => {
  const id = useId();
  const [state, send] = useReducer(nextForm<Values>, initial, startForm<Values>);
  const { values, touched, attempted, sought } = state;
  const parsed = useMemo(() => schema.safeParse(values), [schema, values]);
  const input = parsed.success ? parsed.data : undefined;
  const issues = useMemo(() => issueProblems(parsed.error?.issues ?? []), [parsed]);
  const found = useMemo(() => (input === undefined ? [] : (find?.(input) ?? [])), [input, find]);
  const refusal = standingRefusal(state);

  const all = useMemo(
    () => inPageOrder([...refusalProblems(refusal), ...issues, ...found], order),
    [refusal, issues, found, order],
  );
  const problems = useMemo(
    () =>
      all.filter((problem) => attempted || isTouched(touched, problem.field) || !isQuiet(problem, issues)),
    [all, attempted, touched, issues],
  );

  useEffect(() => {
    if (sought) focusField(id, sought.path);
  }, [id, sought]);

  const dispatch: (event: FormEvent<Values>) => void = send;
  const change = useCallback(
    (next: Partial<Values>) => dispatch({ kind: 'changed', values: next }),
    [dispatch],
  );
  const touch = useCallback((path: string) => dispatch({ kind: 'touched', path }), [dispatch]);
  const seek = useCallback((path: string) => dispatch({ kind: 'sought', path }), [dispatch]);
  const refuse = useCallback(
    (error: ActionError, { focus } = { focus: true }) => {
      dispatch({ kind: 'refused', error });
      if (focus && error.field !== undefined) seek(error.field);
    },
    [dispatch, seek],
  );
  const replace = useCallback((next: Values) => dispatch({ kind: 'replaced', values: next }), [dispatch]);
  return {
    id,
    values,
    ...(input !== undefined && { input }),
    problems,
    messages: useMemo(() => messagesOf(problems), [problems]),
    issueCount: all.filter((problem) => isQuiet(problem, issues)).length,
    ...(refusal && refusal.field === undefined && { failure: refusal }),
    sought,
    change,
    touch,
    replace,
    seek,
    attempt: () => {
      dispatch({ kind: 'attempted' });
      // What the server refused before may be taken now.
      const [first] = all.filter(
        ({ severity, text, mayPass }) => severity === 'error' && !mayPass && text !== refusal?.message,
      );
      if (!first) return input;
      seek(first.field);
      return undefined;
    },
    refuse,
  };
};

const isQuiet = (problem: Problem, issues: readonly Problem[]): boolean =>
  problem.quiet === true || issues.includes(problem);

/** A field was left, or one that it is a part of: one text may be several values. */
const isTouched = (touched: ReadonlySet<string>, path: string): boolean =>
  path.split('.').some((_part, index, parts) => touched.has(parts.slice(0, index + 1).join('.')));
