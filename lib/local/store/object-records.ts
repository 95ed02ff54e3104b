/** The records of buckets and objects in SQLite. Keys compare as UTF-8 bytes, SQLite's BINARY collation. */
import { z } from 'zod';
import type { Sqlite } from './database';
import { objectChecksum } from './object-checksum';
import { type KeySource } from './object-listing';
import type { ObjectTag, StoredBucket, StoredObject, StoredPart } from './object-store';
import { addColumn } from './table-column';

/** An object's record with the name of its file, which only the store knows. */
export interface ObjectRecord extends StoredObject {
  file: string;
  /** Written with the record and read by themselves: they may be many. */
  parts?: readonly StoredPart[] | undefined;
}

/** Of a record, what others than the store know. */
export const describedOf = ({ file: _file, ...record }: ObjectRecord): StoredObject => record;
export const storedOf = ({ file: _file, parts: _parts, ...object }: ObjectRecord): StoredObject => object;

const texts = z.record(z.string(), z.string());
const tagList = z.array(z.tuple([z.string(), z.string()]));

const objectRow = z.object({
  bucket: z.string(),
  key: z.string(),
  size: z.number(),
  etag: z.string(),
  last_modified: z.number(),
  content_type: z.string().nullable(),
  crc32: z.string().nullable(),
  metadata: z.string(),
  headers: z.string(),
  file: z.string(),
  details: z.string().nullable(),
});

/** What came to the records later than their table, in one column. */
const objectDetails = z.object({
  checksum: objectChecksum.optional(),
  tags: tagList.default([]),
  storageClass: z.string().optional(),
  md5: z.string().optional(),
});

const bucketRow = z.object({
  name: z.string(),
  created_at: z.number(),
  region: z.string().nullable(),
  tags: z.string().nullable(),
});

const readBucket = (row: unknown): StoredBucket => {
  const { name, created_at, region, tags } = bucketRow.parse(row);
  return {
    name,
    createdAt: created_at,
    ...(region === null ? {} : { region }),
    ...(tags === null ? {} : { tags: tagList.parse(JSON.parse(tags)) }),
  };
};

const readObject = (row: unknown): ObjectRecord => {
  const { last_modified, content_type, crc32, metadata, headers, details, ...same } = objectRow.parse(row);
  const later = objectDetails.parse(JSON.parse(details ?? '{}'));
  return {
    ...same,
    lastModified: last_modified,
    ...(content_type === null ? {} : { contentType: content_type }),
    ...(crc32 === null ? {} : { crc32, checksum: { algorithm: 'CRC32', type: 'FULL_OBJECT', value: crc32 } }),
    metadata: texts.parse(JSON.parse(metadata)),
    headers: texts.parse(JSON.parse(headers)),
    ...later,
  };
};

const describedObject = z.looseObject({
  bucket: z.string(),
  key: z.string(),
  size: z.number(),
  etag: z.string(),
  lastModified: z.number(),
  contentType: z.string().optional(),
  crc32: z.string().optional(),
  metadata: texts,
  headers: texts,
  parts: z
    .array(z.object({ partNumber: z.number(), size: z.number(), checksum: z.string().optional() }))
    .optional(),
  ...objectDetails.shape,
});

/** The record that was written beside a file; undefined for one that this version cannot read. */
export const readDescribedObject = (description: unknown, file: string): ObjectRecord | undefined => {
  const parsed = describedObject.safeParse(description);
  return parsed.success ? { ...parsed.data, file } : undefined;
};

const writeDetails = ({ checksum, tags, storageClass, md5 }: ObjectRecord): string =>
  JSON.stringify({ checksum, tags, storageClass, md5 });

const partRow = z.object({ part_number: z.number(), size: z.number(), checksum: z.string().nullable() });

const withoutFile = ({ file: _file, parts: _parts, ...object }: ObjectRecord): StoredObject => object;

export type ObjectRecords = ReturnType<typeof createObjectRecords>;

export const createObjectRecords = (database: Sqlite) => {
  database.exec(`
    CREATE TABLE IF NOT EXISTS buckets (name TEXT PRIMARY KEY, created_at INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS objects (
      bucket TEXT NOT NULL,
      key TEXT NOT NULL,
      size INTEGER NOT NULL,
      etag TEXT NOT NULL,
      last_modified INTEGER NOT NULL,
      content_type TEXT,
      crc32 TEXT,
      metadata TEXT NOT NULL,
      headers TEXT NOT NULL,
      file TEXT NOT NULL,
      PRIMARY KEY (bucket, key)
    ) WITHOUT ROWID;
    -- Records whose files were gone at a start, whole, should the files return.
    CREATE TABLE IF NOT EXISTS lost_objects (file TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS object_parts (
      file TEXT NOT NULL,
      part_number INTEGER NOT NULL,
      size INTEGER NOT NULL,
      checksum TEXT,
      PRIMARY KEY (file, part_number)
    ) WITHOUT ROWID;`);
  addColumn(database, 'buckets', 'region', 'TEXT');
  addColumn(database, 'buckets', 'tags', 'TEXT');
  addColumn(database, 'objects', 'details', 'TEXT');

  const statements = {
    bucket: database.prepare('SELECT name FROM buckets WHERE name = ?'),
    buckets: database.prepare('SELECT name, created_at, region, tags FROM buckets ORDER BY name'),
    tagBucket: database.prepare('UPDATE buckets SET tags = ? WHERE name = ?'),
    addBucket: database.prepare('INSERT OR IGNORE INTO buckets (name, created_at, region) VALUES (?, ?, ?)'),
    removeBucket: database.prepare('DELETE FROM buckets WHERE name = ?'),
    anyObject: database.prepare('SELECT key FROM objects WHERE bucket = ? LIMIT 1'),
    object: database.prepare('SELECT * FROM objects WHERE bucket = ? AND key = ?'),
    put: database.prepare(`INSERT OR REPLACE INTO objects
      (bucket, key, size, etag, last_modified, content_type, crc32, metadata, headers, file, details)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    remove: database.prepare('DELETE FROM objects WHERE bucket = ? AND key = ?'),
    all: database.prepare('SELECT * FROM objects'),
    lose: database.prepare('INSERT OR REPLACE INTO lost_objects VALUES (?, ?)'),
    lost: database.prepare('SELECT file FROM lost_objects'),
    lostRecord: database.prepare('SELECT record FROM lost_objects WHERE file = ?'),
    forgetLost: database.prepare('DELETE FROM lost_objects WHERE file = ?'),
    putPart: database.prepare('INSERT OR REPLACE INTO object_parts VALUES (?, ?, ?, ?)'),
    parts: database.prepare('SELECT * FROM object_parts WHERE file = ? ORDER BY part_number'),
    removeParts: database.prepare(`DELETE FROM object_parts
      WHERE file = (SELECT file FROM objects WHERE bucket = ? AND key = ?)`),
  };
  const scans = new Map<string, ReturnType<Sqlite['prepare']>>();
  const scanStatement = (conditions: string, order: string, columns: string) => {
    const sql = `SELECT ${columns} FROM objects WHERE bucket = ? AND ${conditions} ORDER BY key ${order} LIMIT ?`;
    const statement = scans.get(sql) ?? database.prepare(sql);
    scans.set(sql, statement);
    return statement;
  };

  const partsOf = (file: string): StoredPart[] =>
    statements.parts.all(file).map((row) => {
      const { part_number, size, checksum } = partRow.parse(row);
      return { partNumber: part_number, size, ...(checksum === null ? {} : { checksum }) };
    });

  return {
    hasBucket: (name: string): boolean => statements.bucket.get(name) !== undefined,
    buckets: (): StoredBucket[] => statements.buckets.all().map(readBucket),
    tagBucket: (name: string, tags: readonly ObjectTag[] | undefined): void =>
      void statements.tagBucket.run(tags === undefined ? null : JSON.stringify(tags), name),
    /** False where the bucket exists. */
    addBucket: (name: string, createdAt: number, region?: string): boolean =>
      statements.addBucket.run(name, createdAt, region ?? null).changes > 0,
    removeBucket: (name: string): void => void statements.removeBucket.run(name),
    isEmpty: (bucket: string): boolean => statements.anyObject.get(bucket) === undefined,
    get(bucket: string, key: string): ObjectRecord | undefined {
      const row = statements.object.get(bucket, key);
      return row === undefined ? undefined : readObject(row);
    },
    put(record: ObjectRecord): void {
      const { bucket, key, size, etag, lastModified, contentType = null, crc32 = null, file } = record;
      const texts = [JSON.stringify(record.metadata), JSON.stringify(record.headers)];
      const details = writeDetails(record);
      statements.put.run(bucket, key, size, etag, lastModified, contentType, crc32, ...texts, file, details);
      for (const part of record.parts ?? []) {
        statements.putPart.run(file, part.partNumber, part.size, part.checksum ?? null);
      }
    },
    /** Parts belong to the bytes, so to the file, and go with it. */
    remove(bucket: string, key: string): void {
      statements.removeParts.run(bucket, key);
      statements.remove.run(bucket, key);
    },
    *all(): Generator<ObjectRecord> {
      for (const row of statements.all.iterate()) {
        const record = readObject(row);
        yield record.etag.includes('-') ? { ...record, parts: partsOf(record.file) } : record;
      }
    },
    /** Puts a record aside whose file is gone. */
    lose(record: ObjectRecord): void {
      statements.lose.run(record.file, JSON.stringify(record));
      statements.removeParts.run(record.bucket, record.key);
      statements.remove.run(record.bucket, record.key);
    },
    lost: (): string[] => statements.lost.all().map((row) => z.object({ file: z.string() }).parse(row).file),
    /** A record that was put aside; it is forgotten. */
    takeLost(file: string): ObjectRecord | undefined {
      const row = z.object({ record: z.string() }).optional().parse(statements.lostRecord.get(file));
      statements.forgetLost.run(file);
      return row && readDescribedObject(JSON.parse(row.record), file);
    },
    parts: partsOf,
    keysOf: (bucket: string): KeySource => ({
      scan(from, inclusive, before, limit) {
        const bounds = before === undefined ? [from] : [from, before];
        const conditions = `key ${inclusive ? '>=' : '>'} ?${before === undefined ? '' : ' AND key < ?'}`;
        const rows = scanStatement(conditions, 'ASC', '*').all(bucket, ...bounds, limit);
        return rows.map((row) => withoutFile(readObject(row)));
      },
      lastBefore(before) {
        const bounds = before === undefined ? [] : [before];
        const condition = before === undefined ? 'TRUE' : 'key < ?';
        const row = scanStatement(condition, 'DESC', 'key').get(bucket, ...bounds, 1);
        return row === undefined ? undefined : z.object({ key: z.string() }).parse(row).key;
      },
    }),
  };
};
