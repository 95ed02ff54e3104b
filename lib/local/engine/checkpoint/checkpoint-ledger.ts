import { doubledDelay } from '../../core/doubled-delay';
import { isTemporary } from './checkpoint-name';
import { type FileState } from './file-state';

/**
 * What is known of a checkpoint folder and of what S3 has of it, and what follows: which files to upload, which
 * deletions to mirror, which to hold back. It looks at nothing and knows no clock: `at` is milliseconds of a clock
 * that only goes forward.
 */
export interface CheckpointLedger {
  /** A look found the file so. */
  see(file: FileState, at: number): void;
  /** A look found no file of that name. */
  lose(name: string, at: number): void;
  /** The same for everything below a folder but what `keeps` names. @returns the names lost */
  loseBelow(folder: string, at: number, keeps?: (name: string) => boolean): string[];
  /** S3 has the file, from this job: brought by a restore or an upload. */
  own(name: string, version: string): void;
  /** The folder is not what it was: nothing that was known of it tells what the script did. */
  forgetAll(): void;
  /** @param eager without waiting for files to settle or for failures to pass */
  ready(at: number, limit: number, eager?: boolean): FileState[];
  /** What a look at open files said about files that were ready. */
  looked(file: FileState, open: boolean, at: number): void;
  begin(name: string): void;
  /** The upload ended. @param version what was stored; absent: nothing was */
  end(name: string, at: number, version?: string): void;
  /** S3 did not take the file. */
  fail(name: string, at: number): void;
  /**
   * Writers are stopped, and these files were being written.
   * @param isOpen by a file's id
   * @param also besides what was noted before; without it that was finished since
   */
  leave(isOpen: (id: string) => boolean, also?: boolean): void;
  /** Names whose deletion may be mirrored now. @param eager without a while in which the name may come back */
  deletable(at: number, eager?: boolean): string[];
  deleted(name: string): void;
  /** When `ready` or `deletable` may answer more; undefined: not before something happens. */
  nextAt(at: number): number | undefined;
  uploading(): number;
  /**
   * The program has ended. What it left open at its notice is whole only if a look found it closed since, and never
   * if a signal killed the writers.
   * @param death `unexpected`: nobody could look before, so only what an earlier look found closed is whole
   */
  programEnded(death?: 'ordered' | 'unexpected'): void;
  /** Names this job has in S3. */
  owned(): ReadonlyMap<string, string>;
}

export interface LedgerRules {
  /**
   * How long a version must stand before it counts: longer than the tick of a file system's clock, so that every
   * later write shows; where open files cannot be seen, the time between two equal looks.
   */
  settleMs: number;
  /** The longest time between two looks at a file that is open, and between two tries of an upload. */
  retryMs: number;
  /** How long a new file that is not whole holds back deletions, and a temporary name the upload. */
  patienceMs: number;
  /** Whether open files can be seen, so that a file which never settles can be tried all the same. */
  seesOpenFiles: boolean;
}

interface Entry extends FileState {
  /** When this version was first seen. */
  seenAt: number;
  /** Since when the file has not been as S3 has it. */
  unsavedSince: number;
  /** Not to be looked at before. */
  waitUntil: number;
  /** Looks in a row that found it open. */
  openLooks: number;
  /** The version that a look found closed. */
  closedVersion?: string;
  failures: number;
}

/** A file that changes all the time is tried although it does not settle. */
const impatienceMs = 250;
const firstOpenWaitMs = 20;
const confirmMs = 40;

export const createCheckpointLedger = (rules: LedgerRules): CheckpointLedger => {
  const files = new Map<string, Entry>();
  /** Names of files that are not as S3 has them. */
  const pending = new Set<string>();
  const stored = new Map<string, string>();
  /** Names of this job in S3 that the folder no longer has, since when. */
  const missing = new Map<string, number>();
  const unfinished = new Map<string, FileState>();
  const inFlight = new Set<string>();
  /** Since when names have not been as S3 has them, and when they were last lost: a replaced file is gone for a moment. */
  const unsaved = new Map<string, { since: number; lostAt: number }>();
  let end: 'ordered' | 'unexpected' | 'exit' | undefined;

  const isUnfinished = (entry: Entry): boolean => {
    const left = unfinished.get(entry.name);
    if (left?.id !== entry.id) return false;
    if (end === 'ordered' || end === 'unexpected') return true;
    return left.version === entry.version || (end === 'exit' && !isWhole(entry));
  };

  const settledAt = (entry: Entry): number => {
    const impatient = rules.seesOpenFiles ? entry.unsavedSince + impatienceMs : Infinity;
    const settled = Math.min(entry.seenAt + rules.settleMs, Math.max(impatient, entry.seenAt));
    const named = isTemporary(entry.name) ? entry.seenAt + rules.patienceMs : settled;
    return Math.max(named, entry.waitUntil);
  };

  const isWhole = (entry: Entry): boolean => entry.closedVersion === entry.version;

  const drop = (name: string, at: number): void => {
    files.delete(name);
    pending.delete(name);
    const streak = unsaved.get(name);
    if (streak) streak.lostAt = at;
    // An upload under way ends by itself, and is then missing.
    if ((stored.has(name) || inFlight.has(name)) && !missing.has(name)) missing.set(name, at);
  };

  const settle = (name: string): void => {
    pending.delete(name);
    unsaved.delete(name);
  };

  const unsavedSince = (name: string, at: number): number => {
    const streak = unsaved.get(name);
    if (streak && at - streak.lostAt < impatienceMs) {
      streak.lostAt = Infinity;
      return streak.since;
    }
    unsaved.set(name, { since: at, lostAt: Infinity });
    return at;
  };

  /**
   * Files that hold back every deletion, because they are whole and not in S3 yet; and since when others do that
   * may become whole, which they do for a while only.
   */
  const holdsAlways = (entry: Entry): boolean =>
    inFlight.has(entry.name) ||
    entry.failures > 0 ||
    (isWhole(entry) && !isTemporary(entry.name) && !isUnfinished(entry));

  const earliestHeldBack = (): number => {
    let earliest = Infinity;
    for (const name of pending) {
      const entry = files.get(name)!;
      if (holdsAlways(entry)) return -Infinity;
      if (!stored.has(name)) earliest = Math.min(earliest, Number.MIN_SAFE_INTEGER);
      else if (entry.openLooks === 0) earliest = Math.min(earliest, entry.unsavedSince);
    }
    return earliest;
  };

  return {
    see(file, at) {
      const { name, version } = file;
      missing.delete(name);
      const before = files.get(name);
      if (before?.version === version) return;
      const same = before?.id === file.id;
      files.set(name, {
        ...file,
        seenAt: at,
        unsavedSince: stored.get(name) === version ? at : unsavedSince(name, at),
        waitUntil: before && same ? before.waitUntil : at,
        openLooks: before && same ? before.openLooks : 0,
        failures: before?.failures ?? 0,
      });
      if (stored.get(name) === version) settle(name);
      else pending.add(name);
    },
    lose(name, at) {
      if (files.has(name) || stored.has(name)) drop(name, at);
    },
    loseBelow(folder, at, keeps = () => false) {
      const below = folder === '' ? '' : `${folder}/`;
      const names = [...new Set([...files.keys(), ...stored.keys()])];
      const lost = names.filter((name) => name.startsWith(below) && !keeps(name) && !missing.has(name));
      for (const name of lost) drop(name, at);
      for (const [name, { lostAt }] of unsaved) if (at - lostAt >= impatienceMs) unsaved.delete(name);
      return lost;
    },
    own(name, version) {
      stored.set(name, version);
      if (files.get(name)?.version === version) settle(name);
    },
    forgetAll() {
      for (const map of [files, pending, stored, missing, unfinished, inFlight, unsaved]) map.clear();
    },
    ready(at, limit, eager = false) {
      const found: FileState[] = [];
      for (const name of pending) {
        if (found.length >= limit) break;
        const entry = files.get(name)!;
        if (inFlight.has(name) || isUnfinished(entry)) continue;
        if (end === 'unexpected' && !isWhole(entry)) continue;
        if (eager || settledAt(entry) <= at) found.push({ name, id: entry.id, version: entry.version });
      }
      return found;
    },
    looked({ name, id, version }, open, at) {
      const entry = files.get(name);
      if (entry?.id !== id) return;
      if (open) {
        entry.openLooks += 1;
        // After its notice a program may close a file and end at once.
        const wait = unfinished.has(name)
          ? rules.settleMs
          : doubledDelay(firstOpenWaitMs, entry.openLooks - 1, rules.retryMs);
        entry.waitUntil = at + wait;
        entry.closedVersion = undefined;
      } else {
        entry.openLooks = 0;
        entry.closedVersion = version;
      }
    },
    begin(name) {
      inFlight.add(name);
    },
    end(name, at, version) {
      if (!inFlight.delete(name)) return;
      const entry = files.get(name);
      if (version !== undefined) {
        stored.set(name, version);
        if (!entry && !missing.has(name)) missing.set(name, at);
      } else if (!entry && !stored.has(name)) missing.delete(name);
      if (!entry) return;
      if (version === undefined) {
        entry.waitUntil = at + firstOpenWaitMs;
        return;
      }
      entry.failures = 0;
      settle(name);
      if (entry.version === version) return;
      pending.add(name);
      entry.unsavedSince = unsavedSince(name, entry.seenAt);
    },
    fail(name, at) {
      if (!inFlight.delete(name)) return;
      const entry = files.get(name);
      if (!entry) {
        if (!stored.has(name)) missing.delete(name);
        return;
      }
      entry.failures += 1;
      entry.waitUntil = at + doubledDelay(rules.retryMs, entry.failures - 1, 20 * rules.retryMs);
    },
    leave(isOpen, also = false) {
      if (!also) unfinished.clear();
      for (const [name, file] of files) {
        if (!isOpen(file.id)) continue;
        const { id, version } = file;
        unfinished.set(name, { name, id, version });
        file.waitUntil = 0;
      }
    },
    deletable(at, eager = false) {
      if (missing.size === 0) return [];
      const heldBack = earliestHeldBack();
      if (heldBack === -Infinity) return [];
      const mayGo = (since: number) =>
        (eager || at - since >= confirmMs) && (heldBack > since || at - since >= rules.patienceMs);
      return [...missing]
        .filter(([name, since]) => stored.has(name) && !inFlight.has(name) && mayGo(since))
        .map(([name]) => name);
    },
    deleted(name) {
      missing.delete(name);
      stored.delete(name);
    },
    nextAt(at) {
      let next = Infinity;
      for (const name of pending) {
        const entry = files.get(name)!;
        if (!inFlight.has(name) && !isUnfinished(entry)) next = Math.min(next, settledAt(entry));
      }
      for (const since of missing.values()) {
        const confirmed = since + confirmMs;
        next = Math.min(next, confirmed > at ? confirmed : at + rules.retryMs);
      }
      return next === Infinity ? undefined : next;
    },
    uploading: () => inFlight.size,
    programEnded(death) {
      end = death ?? 'exit';
    },
    owned: () => stored,
  };
};
