/**
 * The state of a form: what is in its fields, which of them were left once, what the server refused. Pure; `useForm`
 * draws from it. Fields are named by their path, such as `name` or `channels.0.s3Uri`.
 */
import { type ActionError } from '@/lib/errors/action-result';
import { keysOf } from '@/lib/training/keyed';

export interface FormState<Values extends object> {
  values: Values;
  /** Paths of fields that were left: what is wrong with them is said from then on. */
  touched: ReadonlySet<string>;
  /** It was tried to send the form: all that is wrong is said. */
  attempted: boolean;
  /** The answer to the last attempt, with the values that it was about. */
  refusal?: { error: ActionError; values: Values };
  /** Where the focus is to go; `turn` makes the same field asked for twice two requests. */
  sought?: { path: string; turn: number };
}

export type FormEvent<Values extends object> =
  | { kind: 'changed'; values: Partial<Values> }
  | { kind: 'touched'; path: string }
  | { kind: 'attempted' }
  | { kind: 'refused'; error: ActionError }
  | { kind: 'sought'; path: string }
  /** All values are others: nothing of them was touched or refused. */
  | { kind: 'replaced'; values: Values };

export const startForm = <Values extends object>(values: Values): FormState<Values> => ({
  values,
  touched: new Set(),
  attempted: false,
});

export const nextForm = <Values extends object>(
  state: FormState<Values>,
  event: FormEvent<Values>,
): FormState<Values> => {
  switch (event.kind) {
    case 'changed':
      return {
        ...state,
        values: { ...state.values, ...event.values },
        touched: withoutRemovedRows(state, event.values),
      };
    case 'touched':
      return state.touched.has(event.path)
        ? state
        : { ...state, touched: new Set(state.touched).add(event.path) };
    case 'attempted': {
      const { refusal: _, ...rest } = state;
      return { ...rest, attempted: true };
    }
    case 'refused':
      return { ...state, refusal: { error: event.error, values: state.values } };
    case 'sought':
      return { ...state, sought: { path: event.path, turn: (state.sought?.turn ?? 0) + 1 } };
    case 'replaced':
      return startForm(event.values);
  }
};

/** Rows of a list have their index in their paths: once one is removed, a path means another row. */
const withoutRemovedRows = <Values extends object>(
  { values, touched }: FormState<Values>,
  changed: Partial<Values>,
): ReadonlySet<string> => {
  const shrunk = keysOf(changed).filter((key) => {
    const [before, after]: unknown[] = [values[key], changed[key]];
    return Array.isArray(before) && Array.isArray(after) && after.length < before.length;
  });
  if (shrunk.length === 0) return touched;
  return new Set([...touched].filter((path) => !shrunk.some((key) => path.startsWith(`${key}.`))));
};

/** The answer to the last attempt, as long as what it is about has not been changed. */
export const standingRefusal = <Values extends object>({
  refusal,
  values,
}: FormState<Values>): ActionError | undefined => {
  if (refusal === undefined) return undefined;
  const { error } = refusal;
  const [first] = error.field?.split('.') ?? [];
  const key = keysOf(values).find((one) => one === first);
  const same = key !== undefined ? refusal.values[key] === values[key] : refusal.values === values;
  return same ? error : undefined;
};
