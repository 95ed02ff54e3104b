/** Brings the records and the files of an object store in step when it is opened, and says what did not agree. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../core/clock';
import type { Sqlite } from './database';
import type { FileDescription } from './object-descriptions';
import { raiseGeneration } from './object-generation';
import { type ObjectRecords, type ObjectRecord, readDescribedObject } from './object-records';
import { type ReconciledRecords, type Reconciliation, reconcileObjects } from './reconcile-objects';

export interface AgreeingStore {
  database: Sqlite;
  folder: string;
  clock: Clock;
  records: ObjectRecords;
  multipart: { files(): { file: string; description: FileDescription }[] };
  onReconciled?: (sentence: string) => void;
}

/** Names the buckets beside the objects, so that empty ones are found again, too. */
export const bucketMarkers = (folder: string) => {
  const markers = path.join(folder, 'buckets');
  mkdirSync(markers, { recursive: true, mode: 0o700 });
  return {
    names: (): string[] => readdirSync(markers),
    readRegion: (bucket: string): string | undefined =>
      readFileSync(path.join(markers, bucket), 'utf8') || undefined,
    /** A bucket without its marker is made again with its first object: not worth a failed request. */
    add(bucket: string, region = ''): void {
      try {
        writeFileSync(path.join(markers, bucket), region, { mode: 0o600 });
      } catch (error) {
        console.error(`the name of bucket ${bucket} could not be written beside the objects:`, error);
      }
    },
    remove: (bucket: string): void => rmSync(path.join(markers, bucket), { force: true }),
  };
};

export const agree = (store: AgreeingStore): void => {
  const { database, folder, clock, records } = store;
  const say = store.onReconciled ?? console.error;
  const trusted = raiseGeneration(database, folder);
  const time = new Date(clock.now()).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const aside = path.join(path.dirname(folder), 'set-aside', `objects-${time}`);
  const markers = bucketMarkers(folder);
  if (!trusted)
    for (const bucket of markers.names()) records.addBucket(bucket, clock.now(), markers.readRegion(bucket));
  for (const { name, region } of records.buckets()) {
    if (!markers.names().includes(name)) markers.add(name, region);
  }
  const outcome = database.transaction(() =>
    reconcileObjects({ folder, aside, trusted, records: reconciled(store) }),
  )();
  for (const sentence of sentencesOf(outcome, path.basename(aside))) say(sentence);
};

const reconciled = ({ records, multipart, clock }: AgreeingStore): ReconciledRecords => {
  const byFile = new Map<string, ObjectRecord>();
  for (const record of records.all()) byFile.set(record.file, record);
  const put = (record: ObjectRecord): void => {
    records.addBucket(record.bucket, clock.now());
    records.put(record);
  };
  return {
    *objects() {
      for (const [file, { file: _file, ...record }] of byFile) yield { file, record };
    },
    parts: multipart.files,
    fileOf: (bucket, key) => records.get(bucket, key),
    adopt(file, description) {
      const record = readDescribedObject(description, file);
      if (record) put(record);
      return record !== undefined;
    },
    lose(file) {
      const record = byFile.get(file);
      if (record) records.lose(record);
    },
    lost: records.lost,
    find(file) {
      const record = records.takeLost(file);
      if (!record || records.get(record.bucket, record.key)) return false;
      put(record);
      return true;
    },
  };
};

const namedAtMost = 5;

const sentencesOf = ({ adopted, lost, putAside }: Reconciliation, aside: string): string[] => {
  const more = lost.length > namedAtMost ? ` and ${lost.length - namedAtMost} more` : '';
  return [
    ...(adopted > 0
      ? [`${objects(adopted)} that the records did not know ${were(adopted)} found beside them and taken up.`]
      : []),
    ...(lost.length > 0
      ? [
          `${objects(lost.length)} of the records ${lost.length === 1 ? 'has' : 'have'} no file and cannot be read: ${lost.slice(0, namedAtMost).join(', ')}${more}.`,
        ]
      : []),
    ...(putAside > 0
      ? [
          `${putAside === 1 ? 'One file' : `${putAside} files`} of objects that nothing names ${were(putAside)} put into the data folder's set-aside/${aside}.`,
        ]
      : []),
  ];
};

const objects = (count: number): string => (count === 1 ? 'One object' : `${count} objects`);
const were = (count: number): string => (count === 1 ? 'was' : 'were');
