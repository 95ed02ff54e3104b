import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clock } from '../core/clock';
import { openDatabase, type Sqlite } from './database';
import { type LogQueries, type LogRange, type LogStore, type LogUpkeep } from './log-store';
import { createLogSweeper } from './log-upkeep';
import { createLogStore } from './sqlite-log-store';

const group = '/aws/sagemaker/TrainingJobs';
let folder: string;
let database: Sqlite;
let logs: LogStore & LogQueries & LogUpkeep;
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
    expect(logs.group(group)).toBeUndefined();
    logs.append(group, 'job/algo-1-1', []);
    expect(logs.group(group)).toBeUndefined();
    expect(logs.read(group, 'job/algo-1-1', { limit: 10 })).toEqual([]);

    logs.append(group, 'job/algo-1-1', [line(5, 'héllo'), line(7, '')]);
    expect(logs.groupPage({ limit: 9 })).toMatchObject([
      { name: group, creationTime: now, storedBytes: 6 + 26 + 26 },
    ]);
    expect(logs.stream(group, 'job/algo-1-1')).toEqual({
      name: 'job/algo-1-1',
      creationTime: now,
      firstEventTimestamp: 5,
      lastEventTimestamp: 7,
      lastIngestionTime: now,
    });
  });

  it('counts positions without gaps over several appends and reads from any of them', () => {
    logs.append(group, 's', [line(1), line(2)]);
    now += 50;
    logs.append(group, 's', [line(3)]);
    expect(logs.read(group, 's', { from: 2, limit: 10 })).toEqual([
      { sequence: 1, timestamp: 2, message: 'at 2', ingestionTime: 1_000_000 },
      { sequence: 2, timestamp: 3, message: 'at 3', ingestionTime: 1_000_050 },
    ]);
    expect(logs.read(group, 's', { limit: 1 }).map(({ sequence }) => sequence)).toEqual([0]);
    expect(logs.read(group, 's', { beyond: { timestamp: 3, sequence: 2 }, limit: 10 })).toEqual([]);
  });

  it('gives every text back as it was, control characters and all', () => {
    const texts = ['"quoted" \\ back', 'tab\tand\nline', 'emoji 🙂', '{"a":[1]}', '\u2028'];
    logs.append(
      group,
      's',
      texts.map((text) => line(1, text)),
    );
    logs.append(group, 's', [line(1, 'half \ud83d pair'), line(1, 'nul \u0000 after')]);
    expect(logs.read(group, 's', { limit: 10 }).map((event) => event.message)).toEqual([
      ...texts,
      'half \ufffd pair',
      'nul #000 after',
    ]);
  });

  it('keeps the order of lines when the clock is set back', () => {
    logs.append(group, 's', [line(10, 'a'), line(8, 'b')]);
    logs.append(group, 's', [line(9, 'c'), line(11, 'd')]);
    expect(
      logs.read(group, 's', { limit: 10 }).map(({ message, timestamp }) => [message, timestamp]),
    ).toEqual([
      ['a', 10],
      ['b', 10],
      ['c', 10],
      ['d', 11],
    ]);
  });

  it('lists streams by name under a prefix, and by last event newest first', () => {
    logs.append(group, 'b/1', [line(300)]);
    logs.append(group, 'a_/1', [line(100)]);
    logs.append(group, 'a/2', [line(200)]);
    logs.append('other', 'a/1', [line(400)]);
    const names = (streams: { name: string }[]) => streams.map(({ name }) => name);
    expect(names(logs.streams(group))).toEqual(['a/2', 'a_/1', 'b/1']);
    expect(names(logs.streams(group, { prefix: 'a/' }))).toEqual(['a/2']);
    expect(names(logs.streamPage(group, { byLastEvent: true, descending: true, limit: 9 }))).toEqual([
      'b/1',
      'a/2',
      'a_/1',
    ]);
  });

  it('pages streams in both orders without losing those of equal time', () => {
    for (const name of ['c', 'a', 'b', 'd']) logs.append(group, name, [line(name === 'd' ? 9 : 5)]);
    const walk = (options: { byLastEvent?: boolean; descending?: boolean }) => {
      const seen: string[] = [];
      for (;;) {
        const last = logs.stream(group, seen.at(-1) ?? '-');
        const page = logs.streamPage(group, { ...options, limit: 1, after: last });
        if (page.length === 0) return seen;
        seen.push(...page.map(({ name }) => name));
      }
    };
    logs.createStream(group, 'empty');
    expect(walk({ byLastEvent: true })).toEqual(['empty', 'a', 'b', 'c', 'd']);
    expect(walk({ byLastEvent: true, descending: true })).toEqual(['d', 'c', 'b', 'a', 'empty']);
    logs.removeStream(group, 'empty');
    expect(walk({})).toEqual(['a', 'b', 'c', 'd']);
    expect(walk({ descending: true })).toEqual(['d', 'c', 'b', 'a']);
    expect(walk({ byLastEvent: true })).toEqual(['a', 'b', 'c', 'd']);
    expect(walk({ byLastEvent: true, descending: true })).toEqual(['d', 'c', 'b', 'a']);
  });

  it('has everything on disk when append returns', () => {
    logs.append(group, 's', [line(1), line(2)]);
    const second = openDatabase(join(folder, 'records.sqlite'));
    expect(createLogStore(second, clock).read(group, 's', { limit: 10 })).toHaveLength(2);
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

describe('a page of events', () => {
  const arrived = fc.array(
    fc.array(fc.record({ timestamp: fc.nat(12), message: fc.string({ maxLength: 8, unit: 'grapheme' }) }), {
      minLength: 1,
      maxLength: 6,
    }),
    { maxLength: 5 },
  );

  it('is a piece of the whole in order of time and arrival, whatever the direction, the range and the limits', () => {
    let stream = 0;
    fc.assert(
      fc.property(
        arrived,
        fc.record({
          from: fc.option(fc.nat(14), { nil: undefined }),
          to: fc.option(fc.nat(14), { nil: undefined }),
          descending: fc.boolean(),
          limit: fc.integer({ min: 1, max: 7 }),
          maxBytes: fc.option(fc.integer({ min: 1, max: 120 }), { nil: undefined }),
        }),
        (batches, options) => {
          const name = `s${(stream += 1)}`;
          for (const batch of batches) logs.put(group, name, batch);
          const whole = batches
            .flat()
            .map(({ timestamp, message }, sequence) => ({ timestamp, sequence, message }))
            .filter(({ timestamp: at }) => at >= (options.from ?? 0) && at <= (options.to ?? 99))
            .sort((one, other) => one.timestamp - other.timestamp || one.sequence - other.sequence);
          if (options.descending) whole.reverse();
          const seen: unknown[] = [];
          for (let beyond: LogRange['beyond']; ;) {
            const page = logs.read(group, name, { ...options, beyond });
            expect(page.length).toBeLessThanOrEqual(options.limit);
            if (page.length > 1 && options.maxBytes !== undefined) {
              const bytes = page.reduce((sum, { message }) => sum + Buffer.byteLength(message) + 26, 0);
              expect(bytes).toBeLessThanOrEqual(options.maxBytes);
            }
            if (page.length === 0) break;
            seen.push(...page.map(({ timestamp, sequence, message }) => ({ timestamp, sequence, message })));
            beyond = page.at(-1);
          }
          expect(seen).toEqual(whole);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('of huge events loads those it returns and no other', () => {
    const huge = 'x'.repeat(256 * 1024 - 26);
    for (let round = 0; round < 25; round += 1)
      logs.append(
        group,
        's',
        Array.from({ length: 8 }, (_, index) => line(round * 8 + index, huge)),
      );
    const before = process.memoryUsage.rss();
    for (let round = 0; round < 20; round += 1) {
      const options = { descending: round % 2 === 0, limit: 10_000, maxBytes: 1024 * 1024 };
      expect(logs.read(group, 's', options)).toHaveLength(4);
    }
    expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 1024 * 1024);
  });
});

describe('what is removed or has expired', () => {
  const sweepAll = (store: LogUpkeep = logs) => {
    let steps = 0;
    while (store.sweep()) steps += 1;
    return steps;
  };
  const events = () => (database.prepare('SELECT count(*) AS n FROM log_events').get() as { n: number }).n;
  const fill = (name: string, megabytes: number) => {
    for (let round = 0; round < megabytes; round += 1)
      logs.append(
        group,
        name,
        Array.from({ length: 8 }, () => line(round, 'x'.repeat(131_072))),
      );
  };

  it('is gone at once, a name can be taken anew at once, and the space is freed on disk in small steps', () => {
    const size = () => statSync(join(folder, 'records.sqlite')).size;
    fill('gone', 20);
    fill('stays', 1);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    const full = size();
    logs.removeStream(group, 'gone');
    expect(logs.stream(group, 'gone')).toBeUndefined();
    expect(logs.group(group)?.storedBytes).toBe(8 * (131_072 + 26));
    logs.append(group, 'gone', [line(1, 'new')]);
    expect(sweepAll()).toBeGreaterThan(10);
    expect(logs.read(group, 'gone', { limit: 9 }).map(({ message }) => message)).toEqual(['new']);
    expect(logs.read(group, 'stays', { limit: 9 })).toHaveLength(8);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    expect(size()).toBeLessThan(full / 5);

    logs.removeGroup(group);
    expect(logs.group(group)).toBeUndefined();
    expect(logs.groupPage({ limit: 9 })).toEqual([]);
    expect(logs.streams(group)).toEqual([]);
    expect(logs.createGroup({ name: group })).toBe(true);
    sweepAll();
    expect(events()).toBe(0);
    expect(logs.group(group)?.storedBytes).toBe(0);
  });

  it('goes on after a kill: the next store on the file finishes it', () => {
    fill('gone', 6);
    logs.removeGroup(group);
    logs.sweep();
    expect(events()).toBeGreaterThan(0);
    sweepAll(createLogStore(database, clock));
    expect(events()).toBe(0);
  });

  it('follows the policy of its group, or else the setting; what is expired is not read any more', () => {
    const day = 86_400_000;
    now = 100 * day;
    const kept = createLogStore(database, clock, { retentionDays: 10 });
    for (const name of ['own', 'default']) {
      kept.put(name, 's', [line(1, 'ancient'), line(95 * day, 'days old'), line(now, 'new')]);
    }
    kept.setRetention('own', 3);
    const messages = (name: string) => kept.read(name, 's', { limit: 9 }).map(({ message }) => message);
    expect([messages('own'), messages('default')]).toEqual([['new'], ['days old', 'new']]);
    sweepAll(kept);
    expect(events()).toBe(3);
    expect(kept.stream('own', 's')).toMatchObject({ firstEventTimestamp: now, lastEventTimestamp: now });
    expect(kept.group('own')?.storedBytes).toBe(29);
    now += 20 * day;
    sweepAll(kept);
    expect(events()).toBe(0);
    expect(kept.stream('own', 's')).not.toHaveProperty('firstEventTimestamp');
    expect(sweepAll(logs)).toBe(0);
  });

  it('is swept in the background, a step a turn, and again when it is woken', () => {
    const timers: { delay: number; run: () => void; cancelled: boolean }[] = [];
    const manual: Clock = {
      now: () => now,
      after(delay, run) {
        const timer = { delay, run, cancelled: false };
        timers.push(timer);
        return () => (timer.cancelled = true);
      },
    };
    const turn = () => {
      const timer = timers.shift()!;
      if (!timer.cancelled) timer.run();
      return timer.delay;
    };
    fill('gone', 5);
    const sweeper = createLogSweeper(logs, manual);
    turn();
    expect(timers.at(-1)?.delay).toBe(3_600_000);
    logs.removeStream(group, 'gone');
    sweeper.wake();
    for (let turns = 0; events() > 0; turns += 1) {
      expect(turns).toBeLessThan(100);
      turn();
    }
    sweeper.close();
    expect(timers.every(({ cancelled }) => cancelled)).toBe(true);
  });
});

describe('records of the first version', () => {
  it('are taken over with every event in its place', () => {
    const old = openDatabase(join(folder, 'old.sqlite'));
    old.exec(`
      CREATE TABLE log_groups (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, creation_time INTEGER NOT NULL);
      CREATE TABLE log_streams (id INTEGER PRIMARY KEY, group_id INTEGER NOT NULL, name TEXT NOT NULL,
        creation_time INTEGER NOT NULL, event_count INTEGER NOT NULL, stored_bytes INTEGER NOT NULL,
        first_event INTEGER NOT NULL, last_event INTEGER NOT NULL, last_ingestion INTEGER NOT NULL,
        UNIQUE (group_id, name));
      CREATE INDEX log_streams_by_last_event ON log_streams (group_id, last_event, name);
      CREATE TABLE log_events (stream_id INTEGER NOT NULL, position INTEGER NOT NULL, timestamp INTEGER NOT NULL,
        ingestion_time INTEGER NOT NULL, message TEXT NOT NULL, PRIMARY KEY (stream_id, position)) WITHOUT ROWID;
      INSERT INTO log_groups VALUES (1, '${group}', 5);
      INSERT INTO log_streams VALUES (1, 1, 's', 6, 2, 56, 7, 8, 9);
      INSERT INTO log_events VALUES (1, 0, 7, 9, 'é'), (1, 1, 8, 9, 'ab');
    `);
    const store = createLogStore(old, clock);
    createLogStore(old, clock).append(group, 's', [line(9, 'new')]);
    expect(store.read(group, 's', { limit: 9 })).toMatchObject([
      { timestamp: 7, sequence: 0, message: 'é' },
      { timestamp: 8, sequence: 1, message: 'ab' },
      { timestamp: 9, sequence: 2, message: 'new' },
    ]);
    expect(store.group(group)).toMatchObject({ storedBytes: 85, creationTime: 5 });
    expect(store.stream(group, 's')).toMatchObject({ firstEventTimestamp: 7, lastEventTimestamp: 9 });
    old.close();
  });
});
