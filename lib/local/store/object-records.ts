/** The records of buckets and objects in SQLite. Keys compare as UTF-8 bytes, SQLite's BINARY collation. */
import { z } from 'zod';
import type { Sqlite } from './database';
import { type KeySource } from './object-listing';
import type { StoredObject } from './object-store';

/** An object's record with the name of its file, which only the store knows. */
export interface ObjectRecord extends StoredObject {
  file: string;
}

const texts = z.record(z.string(), z.string());

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
});

const readObject = (row: unknown): ObjectRecord => {
  const { last_modified, content_type, crc32, metadata, headers, ...same } = objectRow.parse(row);
  return {
    ...same,
    lastModified: last_modified,
    ...(content_type === null ? {} : { contentType: content_type }),
    ...(crc32 === null ? {} : { crc32 }),
    metadata: texts.parse(JSON.parse(metadata)),
    headers: texts.parse(JSON.parse(headers)),
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
});

/** The record that was written beside a file; undefined for one that this version cannot read. */
export const readDescribedObject = (description: unknown, file: string): ObjectRecord | undefined => {
  const parsed = describedObject.safeParse(description);
  return parsed.success ? { ...parsed.data, file } : undefined;
};

const withoutFile = ({ file: _file, ...object }: ObjectRecord): StoredObject => object;

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
    CREATE TABLE IF NOT EXISTS lost_objects (file TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;`);

  const statements = {
    bucket: database.prepare('SELECT name FROM buckets WHERE name = ?'),
    buckets: database.prepare('SELECT name, created_at FROM buckets ORDER BY name'),
    addBucket: database.prepare('INSERT OR IGNORE INTO buckets VALUES (?, ?)'),
    removeBucket: database.prepare('DELETE FROM buckets WHERE name = ?'),
    anyObject: database.prepare('SELECT key FROM objects WHERE bucket = ? LIMIT 1'),
    object: database.prepare('SELECT * FROM objects WHERE bucket = ? AND key = ?'),
    put: database.prepare(`INSERT OR REPLACE INTO objects
      (bucket, key, size, etag, last_modified, content_type, crc32, metadata, headers, file)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    remove: database.prepare('DELETE FROM objects WHERE bucket = ? AND key = ?'),
    all: database.prepare('SELECT * FROM objects'),
    lose: database.prepare('INSERT OR REPLACE INTO lost_objects VALUES (?, ?)'),
    lost: database.prepare('SELECT file FROM lost_objects'),
    lostRecord: database.prepare('SELECT record FROM lost_objects WHERE file = ?'),
    forgetLost: database.prepare('DELETE FROM lost_objects WHERE file = ?'),
  };
  const scans = new Map<string, ReturnType<Sqlite['prepare']>>();
  const scanStatement = (conditions: string, order: string, columns: string) => {
    const sql = `SELECT ${columns} FROM objects WHERE bucket = ? AND ${conditions} ORDER BY key ${order} LIMIT ?`;
    const statement = scans.get(sql) ?? database.prepare(sql);
    scans.set(sql, statement);
    return statement;
  };

  return {
    hasBucket: (name: string): boolean => statements.bucket.get(name) !== undefined,
    buckets: () =>
      statements.buckets.all().map((row) => {
        const { name, created_at } = z.object({ name: z.string(), created_at: z.number() }).parse(row);
        return { name, createdAt: created_at };
      }),
    /** False where the bucket exists. */
    addBucket: (name: string, createdAt: number): boolean =>
      statements.addBucket.run(name, createdAt).changes > 0,
    removeBucket: (name: string): void => void statements.removeBucket.run(name),
    isEmpty: (bucket: string): boolean => statements.anyObject.get(bucket) === undefined,
    get(bucket: string, key: string): ObjectRecord | undefined {
      const row = statements.object.get(bucket, key);
      return row === undefined ? undefined : readObject(row);
    },
    put({ bucket, key, size, etag, lastModified, file, ...rest }: ObjectRecord): void {
      const { contentType = null, crc32 = null, metadata, headers } = rest;
      const texts = [JSON.stringify(metadata), JSON.stringify(headers)];
      statements.put.run(bucket, key, size, etag, lastModified, contentType, crc32, ...texts, file);
    },
    remove: (bucket: string, key: string): void => void statements.remove.run(bucket, key),
    *all(): Generator<ObjectRecord> {
      for (const row of statements.all.iterate()) yield readObject(row);
    },
    /** Puts a record aside whose file is gone. */
    lose(record: ObjectRecord): void {
      statements.lose.run(record.file, JSON.stringify(record));
      statements.remove.run(record.bucket, record.key);
    },
    lost: (): string[] => statements.lost.all().map((row) => z.object({ file: z.string() }).parse(row).file),
    /** A record that was put aside; it is forgotten. */
    takeLost(file: string): ObjectRecord | undefined {
      const row = z.object({ record: z.string() }).optional().parse(statements.lostRecord.get(file));
      statements.forgetLost.run(file);
      return row && readDescribedObject(JSON.parse(row.record), file);
    },
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
