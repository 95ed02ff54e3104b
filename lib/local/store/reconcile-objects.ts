/**
 * Makes files and records agree at a start. What only the files know is taken up again by their descriptions; what
 * nobody can name is put aside, never erased, unless the records are known to be whole; records whose files are
 * gone are put aside too, and taken back should the files return.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  describeObject,
  type FileDescription,
  type ObjectDescription,
  readDescription,
} from './object-descriptions';
import { condemned, described, incoming, namePattern, placeOf, settleFile } from './object-files';

type Described = ObjectDescription['record'];

/** The records, as far as the files are concerned. */
export interface ReconciledRecords {
  /** Every object's record with the name of its file. */
  objects(): Iterable<{ file: string; record: Described }>;
  /** Files of the parts of uploads that are not complete. */
  parts(): Iterable<{ file: string; description: FileDescription }>;
  fileOf(bucket: string, key: string): { file: string; lastModified: number } | undefined;
  /** Adds a record for a file, and its bucket; @returns false where it is not one that this version can read. */
  adopt(file: string, record: Described): boolean;
  /** Puts a record aside whose file is gone. */
  lose(file: string): void;
  /** Records that were put aside, by file. */
  lost(): string[];
  /** Takes a record back whose file has returned; @returns false where its key has another object. */
  find(file: string): boolean;
}

export interface Reconciliation {
  adopted: number;
  /** Keys of records without a file. */
  lost: string[];
  putAside: number;
}

/**
 * @param room.trusted the records know of every file: a file without a record is what a kill left, and removed.
 * @param room.aside where files without names go; made when it is needed.
 */
export const reconcileObjects = (room: {
  folder: string;
  aside: string;
  records: ReconciledRecords;
  trusted: boolean;
}): Reconciliation => {
  const { folder, records, trusted } = room;
  const outcome: Reconciliation = { adopted: 0, lost: [], putAside: 0 };
  const descriptions = new Map<string, FileDescription>();
  const objects = new Map<string, ObjectDescription>();
  for (const { file, record } of records.objects()) objects.set(file, describeObject(record));
  for (const [file, description] of objects) descriptions.set(file, description);
  for (const { file, description } of records.parts()) descriptions.set(file, description);
  const lost = new Set(records.lost());

  const putAside = (file: string): void => {
    mkdirSync(room.aside, { recursive: true, mode: 0o700 });
    renameSync(file, path.join(room.aside, path.basename(file)));
  };
  const dropOrPutAside = (file: string): void => {
    if (trusted) rmSync(file, { force: true });
    else {
      putAside(file);
      outcome.putAside += 1;
    }
  };

  const present = new Set<string>();
  for (const name of readdirSync(path.join(folder, incoming))) {
    const description = descriptions.get(name);
    if (description) {
      settleFile(folder, name, description);
      present.add(name);
    } else dropOrPutAside(path.join(folder, incoming, name));
  }

  const candidates: { file: string; record: Described }[] = [];
  /** @param beside all names in the file's folder */
  const sortOut = (name: string, place: string, beside: ReadonlySet<string>): void => {
    const description = descriptions.get(name);
    if (description && place === placeOf(folder, name)) {
      present.add(name);
      if (!beside.has(name + described)) settleFile(folder, name, description);
      rmSync(place + condemned, { force: true });
    } else if (lost.has(name) && records.find(name)) {
      present.add(name);
    } else if (beside.has(name + condemned)) {
      for (const suffix of ['', condemned]) rmSync(place + suffix, { force: true });
    } else {
      const told = beside.has(name + described) ? readDescription(readText(place + described)) : undefined;
      if (told?.kind === 'object' && statSync(place).size === told.record.size) {
        candidates.push({ file: name, record: told.record });
      } else {
        dropOrPutAside(place);
        if (beside.has(name + described)) removeOrKeepBeside(place, room.aside, trusted);
      }
    }
  };
  for (const shard of readdirSync(folder).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    const names = new Set(readdirSync(path.join(folder, shard)));
    for (const name of names) {
      if (namePattern.test(name)) sortOut(name, path.join(folder, shard, name), names);
    }
    for (const name of names) {
      const file = /^([0-9a-f]{32})\.(json|gone)$/.exec(name)?.[1];
      if (file && !names.has(file) && !present.has(file)) rmSync(path.join(folder, shard, name));
    }
  }

  for (const [file, description] of objects) {
    if (present.has(file)) continue;
    outcome.lost.push(`s3://${description.record.bucket}/${description.record.key}`);
    records.lose(file);
  }

  adoptNewest(candidates, room, outcome);
  return outcome;
};

/** The newest of those that claim one key has it; the others are put aside with their descriptions. */
const adoptNewest = (
  candidates: { file: string; record: Described }[],
  { folder, records, trusted, aside }: Parameters<typeof reconcileObjects>[0],
  outcome: Reconciliation,
): void => {
  candidates.sort((a, b) => b.record.lastModified - a.record.lastModified);
  for (const { file, record } of candidates) {
    const other = records.fileOf(record.bucket, record.key);
    const newer = !other || (!trusted && record.lastModified > other.lastModified);
    if (newer && records.adopt(file, record)) {
      outcome.adopted += 1;
      if (other) moveWithDescription(folder, other.file, aside, outcome);
    } else if (trusted && other) {
      for (const suffix of [described, '']) rmSync(placeOf(folder, file) + suffix, { force: true });
    } else moveWithDescription(folder, file, aside, outcome);
  }
};

const moveWithDescription = (folder: string, file: string, aside: string, outcome: Reconciliation): void => {
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  for (const suffix of ['', described]) {
    renameSync(placeOf(folder, file) + suffix, path.join(aside, file + suffix));
  }
  outcome.putAside += 1;
};

const removeOrKeepBeside = (place: string, aside: string, trusted: boolean): void => {
  if (trusted) rmSync(place + described, { force: true });
  else renameSync(place + described, path.join(aside, path.basename(place) + described));
};

const readText = (file: string): string => readFileSync(file, 'utf8');
