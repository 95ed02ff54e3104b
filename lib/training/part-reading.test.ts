import { expect, it } from 'vitest';
import { type JobSnapshot, type SnapshotPart } from './job-snapshot';
import { type PageLink, partNames, partReading } from './part-reading';

const parts = Object.keys(partNames) as SnapshotPart[];
const near: PageLink = { isLost: false, isGone: false };
const problemOf = (part: SnapshotPart) => ({
  ...{ part, code: 'unreachable' as const, message: `No ${part}.`, nextTryAt: 7 },
});
const snapshot = (change: Partial<Pick<JobSnapshot, 'unread' | 'problems'>>) => ({ problems: [], ...change });

it('a part that was never read is being read, or could not be', () => {
  for (const part of parts) {
    expect(partReading(snapshot({ unread: parts }), part, near)).toEqual({ is: 'reading' });
    const failed = snapshot({ unread: [part], problems: parts.map(problemOf) });
    expect(partReading(failed, part, near)).toEqual({
      ...{ is: 'failed', message: `No ${part}.`, nextTryAt: 7 },
    });
  }
});

it('what was read once counts, though it cannot be read again now', () => {
  for (const part of parts) {
    const others = parts.filter((each) => each !== part);
    for (const link of [near, { ...near, isLost: true }, { ...near, isGone: true }])
      expect(partReading(snapshot({ unread: others, problems: [problemOf(part)] }), part, link)).toEqual({
        is: 'read',
      });
    expect(partReading(snapshot({}), part, near)).toEqual({ is: 'read' });
  }
});

it('a page that hears nothing does not say that it reads', () => {
  for (const part of parts) {
    const unread = snapshot({ unread: [part] });
    expect(partReading(unread, part, { ...near, isLost: true }).is).toBe('failed');
    expect(partReading(unread, part, { ...near, isGone: true })).not.toHaveProperty('nextTryAt');
  }
});

it('lines that the page was not told of yet are not read, whatever the server has', () => {
  expect(partReading(snapshot({}), 'log', near, false)).toEqual({ is: 'reading' });
  expect(partReading(snapshot({}), 'log', { ...near, isLost: true }, false).is).toBe('failed');
});
