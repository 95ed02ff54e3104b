import { expect, it } from 'vitest';
import {
  defaultPace as pace,
  isHeadDue,
  isNeeded,
  isRunningDue,
  newSyncLoop,
  pauseOf,
  reduceSyncLoop,
  showsElse,
  type SyncLoopEvent,
  type SyncSurroundings,
} from './sync-loop-state';

const after = (...events: SyncLoopEvent[]) => events.reduce(reduceSyncLoop, newSyncLoop);
const viewed: SyncSurroundings = { now: 0, isViewed: true, isWalking: false, asOf: 1, firstWalkDone: true };
const unseen = { ...viewed, isViewed: false };
const failed = (code: 'throttled' | 'unreachable', message = code): SyncLoopEvent => ({
  ...{ type: 'failed', error: { code, message } },
});
const times = (count: number, event: SyncLoopEvent) => Array<SyncLoopEvent>(count).fill(event);

it('goes on for viewers and for older jobs, and for nobody once it is stopped', () => {
  expect(isNeeded(newSyncLoop, viewed)).toBe(true);
  expect(isNeeded(newSyncLoop, unseen)).toBe(false);
  expect(isNeeded(newSyncLoop, { ...unseen, isWalking: true })).toBe(true);
  expect(isNeeded(after({ type: 'stopped' }), { ...viewed, isWalking: true })).toBe(false);
});

it('looks for news at once before the first answer, then for viewers, and seldom during the first walk', () => {
  expect(isHeadDue(newSyncLoop, { ...unseen, asOf: undefined }, pace)).toBe(true);
  expect(isHeadDue(newSyncLoop, unseen, pace)).toBe(false);
  const asked = after({ type: 'head', at: 0 });
  const walking = { ...viewed, firstWalkDone: false, isWalking: true };
  expect(isHeadDue(asked, { ...walking, now: pace.refreshWhileWalking - 1 }, pace)).toBe(false);
  expect(isHeadDue(asked, { ...walking, now: pace.refreshWhileWalking }, pace)).toBe(true);
  expect(isHeadDue(asked, { ...viewed, now: 1 }, pace), 'every turn, once all is read').toBe(true);
});

it('looks for what a queue tells of four times more rarely, unless it failed or reads older jobs', () => {
  const told = { ...viewed, isAnnounced: true };
  expect(pauseOf(newSyncLoop, told, pace)).toBe(4 * pace.refresh);
  expect(pauseOf(newSyncLoop, { ...told, isWalking: true }, pace)).toBe(pace.walk);
  const asked = after({ type: 'running', at: 0 });
  expect(isRunningDue(asked, { ...told, now: 4 * pace.running - 1 }, pace)).toBe(false);
  expect(isRunningDue(asked, { ...told, now: 4 * pace.running }, pace)).toBe(true);
  expect(isRunningDue(asked, { ...viewed, now: pace.running }, pace)).toBe(true);
  const lost = after(failed('unreachable'));
  expect(pauseOf(lost, told, pace)).toBe(pauseOf(lost, viewed, pace));
});

it('asks what runs for viewers, at its own pace, once all is read', () => {
  expect(isRunningDue(newSyncLoop, viewed, pace)).toBe(true);
  expect(isRunningDue(newSyncLoop, { ...viewed, firstWalkDone: false }, pace)).toBe(false);
  expect(isRunningDue(newSyncLoop, unseen, pace)).toBe(false);
  const asked = after({ type: 'running', at: 0 });
  expect(isRunningDue(asked, { ...viewed, now: pace.running - 1 }, pace)).toBe(false);
  expect(isRunningDue(asked, { ...viewed, now: pace.running }, pace)).toBe(true);
});

it('waits longer after each failure; a viewed page tries again soon, unless AWS is throttling', () => {
  expect(pauseOf(newSyncLoop, viewed, pace)).toBe(2_500);
  expect(pauseOf(newSyncLoop, { ...viewed, isWalking: true }, pace)).toBe(50);
  const pauses = [1, 2, 3, 4, 5, 6].map((count) =>
    pauseOf(after(...times(count, failed('throttled'))), viewed, pace),
  );
  expect(pauses).toEqual([2_500, 5_000, 10_000, 20_000, 40_000, 60_000]);
  expect(pauseOf(after(...times(9, failed('unreachable'))), viewed, pace)).toBe(5_000);
  expect(pauseOf(after(...times(9, failed('unreachable'))), unseen, pace)).toBe(60_000);
  expect(pauseOf(after(...times(9, failed('throttled')), { type: 'asked' }), viewed, pace)).toBe(2_500);
});

it('throttling is no problem of its own, and either passes with a turn that succeeds', () => {
  const throttled = after(failed('unreachable'), failed('throttled'));
  expect(throttled).toMatchObject({ throttled: true, failures: 2, problem: undefined });
  const down = after(failed('throttled'), failed('unreachable'));
  expect(down).toMatchObject({ throttled: false, problem: { code: 'unreachable' } });
  expect(showsElse(throttled, down)).toBe(true);
  expect(showsElse(down, reduceSyncLoop(down, failed('unreachable')))).toBe(false);
  expect(showsElse(down, reduceSyncLoop(down, { type: 'succeeded' }))).toBe(true);
});
