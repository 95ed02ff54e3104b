import { type LaunchDraft } from '@/lib/training/launch-draft';
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
