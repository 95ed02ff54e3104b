import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clock } from '../engine/clock';
import { openDatabase, type Sqlite } from './database';
import { type LogQueries, type LogStore } from './log-store';
import { createLogStore } from './sqlite-log-store';

const group = '/aws/sagemaker/TrainingJobs';
let folder: string;
let database: Sqlite;
let logs: LogStore & LogQueries;
let now = 1_000_000;
const clock: Clock = { now: () => now, after: () => () => {} };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spotdeck-logs-'));
  database = openDatabase(join(folder, 'records.sqlite'));
  logs = createLogStore(database, clock);
  now = 1_000_000;
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const line = (timestamp: number, message = `at ${timestamp}`) => ({ timestamp, message });

describe('sqlite log store', () => {
  it('has neither group nor stream before the first event, and both after it', () => {
    expect(logs.hasGroup(group)).toBe(false);
    logs.append(group, 'job/algo-1-1', []);
    expect(logs.hasGroup(group)).toBe(false);
    expect(logs.read(group, 'job/algo-1-1', 0, 10)).toEqual([]);

    logs.append(group, 'job/algo-1-1', [line(5, 'héllo'), line(7, '')]);
    expect(logs.groups()).toEqual([{ name: group, creationTime: now, storedBytes: 6 + 26 + 26 }]);
    expect(logs.stream(group, 'job/algo-1-1')).toEqual({
      name: 'job/algo-1-1',
      creationTime: now,
      firstEventTimestamp: 5,
      lastEventTimestamp: 7,
      lastIngestionTime: now,
      eventCount: 2,
    });
  });

  it('counts positions without gaps over several appends and reads from any of them', () => {
    logs.append(group, 's', [line(1), line(2)]);
    now += 50;
    logs.append(group, 's', [line(3)]);
    expect(logs.read(group, 's', 1, 10)).toEqual([
      { position: 1, timestamp: 2, message: 'at 2', ingestionTime: 1_000_000 },
      { position: 2, timestamp: 3, message: 'at 3', ingestionTime: 1_000_050 },
    ]);
    expect(logs.read(group, 's', 0, 1).map((event) => event.position)).toEqual([0]);
    expect(logs.read(group, 's', 3, 10)).toEqual([]);
  });

  it('gives every text back as it was, control characters and all', () => {
    const texts = ['"quoted" \\ back', 'tab\tand\nline', 'emoji 🙂', '{"a":[1]}', '\u2028'];
    logs.append(
      group,
      's',
      texts.map((text) => line(1, text)),
    );
    logs.append(group, 's', [line(1, 'half \ud83d pair'), line(1, 'nul \u0000 after')]);
    expect(logs.read(group, 's', 0, 10).map((event) => event.message)).toEqual([
      ...texts,
      'half \ufffd pair',
      'nul #000 after',
    ]);
  });

  it('keeps the order of lines when the clock is set back', () => {
    logs.append(group, 's', [line(10, 'a'), line(8, 'b')]);
    logs.append(group, 's', [line(9, 'c'), line(11, 'd')]);
    expect(logs.read(group, 's', 0, 10).map(({ message, timestamp }) => [message, timestamp])).toEqual([
      ['a', 10],
      ['b', 10],
      ['c', 10],
      ['d', 11],
    ]);
  });

  it('finds the position of a time', () => {
    logs.append(
      group,
      's',
      [10, 20, 20, 20, 30].map((timestamp) => line(timestamp)),
    );
    const positions = [0, 10, 11, 20, 21, 30, 31].map((time) => logs.positionAt(group, 's', time));
    expect(positions).toEqual([0, 0, 1, 1, 4, 4, 5]);
    expect(logs.positionAt(group, 'unknown', 5)).toBe(0);
  });

  it('lists streams by name under a prefix, and by last event newest first', () => {
    logs.append(group, 'b/1', [line(300)]);
    logs.append(group, 'a_/1', [line(100)]);
    logs.append(group, 'a/2', [line(200)]);
    logs.append('other', 'a/1', [line(400)]);
    const names = (streams: { name: string }[]) => streams.map(({ name }) => name);
    expect(names(logs.streams(group))).toEqual(['a/2', 'a_/1', 'b/1']);
    expect(names(logs.streams(group, { prefix: 'a/' }))).toEqual(['a/2']);
    expect(names(logs.streams(group, { byLastEvent: true }))).toEqual(['b/1', 'a/2', 'a_/1']);
  });

  it('pages streams in both orders without losing those of equal time', () => {
    for (const name of ['c', 'a', 'b', 'd']) logs.append(group, name, [line(name === 'd' ? 9 : 5)]);
    const walk = (options: { byLastEvent?: boolean; descending?: boolean }) => {
      const seen: string[] = [];
      for (;;) {
        const last = logs.stream(group, seen.at(-1) ?? '');
        const page = logs.streamPage(group, { ...options, limit: 1, after: last });
        if (page.length === 0) return seen;
        seen.push(...page.map(({ name }) => name));
      }
    };
    expect(walk({})).toEqual(['a', 'b', 'c', 'd']);
    expect(walk({ descending: true })).toEqual(['d', 'c', 'b', 'a']);
    expect(walk({ byLastEvent: true })).toEqual(['a', 'b', 'c', 'd']);
    expect(walk({ byLastEvent: true, descending: true })).toEqual(['d', 'c', 'b', 'a']);
  });

  it('removes the streams of one prefix with their events, and no other', () => {
    logs.append(group, 'job/algo-1', [line(1)]);
    logs.append(group, 'job-2/algo-1', [line(1)]);
    logs.removeStreams(group, 'job/');
    expect(logs.streams(group).map(({ name }) => name)).toEqual(['job-2/algo-1']);
    expect(database.prepare('SELECT count(*) AS n FROM log_events').get()).toMatchObject({ n: 1 });
    logs.append(group, 'job/algo-1', [line(2)]);
    expect(logs.read(group, 'job/algo-1', 0, 9).map(({ position }) => position)).toEqual([0]);
  });

  it('has everything on disk when append returns', () => {
    logs.append(group, 's', [line(1), line(2)]);
    const second = openDatabase(join(folder, 'records.sqlite'));
    expect(createLogStore(second, clock).read(group, 's', 0, 10)).toHaveLength(2);
    second.close();
  });

  it('spends less than a second of processor time on 100,000 lines, in batches of 2,000', () => {
    const batch = Array.from({ length: 2000 }, (_, index) =>
      line(index, `Epoch 3/10 step ${index} `.padEnd(100, 'x')),
    );
    logs.append(group, 's', batch);
    // Processor time, not the clock's: other programs on the machine must not decide this test.
    const started = process.cpuUsage();
    for (let round = 0; round < 20; round += 1) logs.append(group, 's', batch);
    const { user, system } = process.cpuUsage(started);
    expect((20 * batch.length) / ((user + system) / 1e6)).toBeGreaterThan(100_000);
  });
});
