import { type LaunchDraft, renamed } from '@/lib/training/launch-draft';
import { keysOf } from '@/lib/training/keyed';

/**
 * A draft that was asked for, with what was typed while it was on its way: it must not be lost.
 * @param before the values when it was asked for
 * @param current the values now
 */
export const keepTyped = (before: LaunchDraft, current: LaunchDraft, arrived: LaunchDraft): LaunchDraft => {
  const keys = new Set([...keysOf(before), ...keysOf(current)]);
  const typed = [...keys].filter((key) => before[key] !== current[key]);
  return typed.reduce<LaunchDraft>((draft, key) => ({ ...draft, [key]: current[key] }), arrived);
};

interface Begun {
  draft: LaunchDraft;
  /** The bucket whose places follow the job's name; empty where none could be read. */
  bucket: string;
}

/**
 * What a form begins with was read once more, since some of it could not be read: it fills what nobody has touched. The job's
 * name stays, and what follows it follows.
 */
export const fillUntouched = (begun: Begun, current: LaunchDraft, arrived: Begun): LaunchDraft => {
  const named = ({ draft, bucket }: Begun) => ({ ...draft, ...renamed(draft, current.name, bucket) });
  const was = named(begun);
  const keys = new Set([...keysOf(was), ...keysOf(current)]);
  const typed = [...keys].filter((key) => JSON.stringify(was[key]) !== JSON.stringify(current[key]));
  return typed.reduce<LaunchDraft>((draft, key) => ({ ...draft, [key]: current[key] }), named(arrived));
};
