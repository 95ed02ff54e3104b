import { validationError } from '../core/aws-error';
import { type z } from 'zod';
import { type Sqlite } from './database';
import { endpointConfigRecordSchema, endpointRecordSchema, modelRecordSchema } from './hosting-schema';
import { createDocumentReader } from './set-aside';
import { createAsyncRequests } from './sqlite-async-requests';
import { type HostingStore, type NamedRecords } from './hosting-store';
import { number, type RowOf, rowReader, text } from './rows';

/** Models, endpoint configs and endpoints in SQLite: one table of JSON documents serves all. */
const schema = `
  CREATE TABLE IF NOT EXISTS hosting_records (
    kind TEXT NOT NULL, arn TEXT NOT NULL, name TEXT NOT NULL, creation_time INTEGER NOT NULL,
    record TEXT NOT NULL, PRIMARY KEY (kind, arn)
  );
  CREATE INDEX IF NOT EXISTS hosting_records_by_name ON hosting_records (kind, name);
  CREATE INDEX IF NOT EXISTS hosting_records_by_creation ON hosting_records (kind, creation_time, name);
`;

/** Records that are read at once while all of a kind are walked. */
const readAtOnce = 50;

export const createHostingStore = (database: Sqlite): HostingStore => {
  database.exec(schema);
  return {
    models: namedRecords(database, 'model', 'model', modelRecordSchema),
    endpointConfigs: namedRecords(
      database,
      'endpoint-config',
      'endpoint configuration',
      endpointConfigRecordSchema,
    ),
    endpoints: namedRecords(database, 'endpoint', 'endpoint', endpointRecordSchema),
    asyncRequests: createAsyncRequests(database),
  };
};

const recordRow = rowReader<{ name: string; record: string }>({ name: text, record: text });
type Row = RowOf<typeof recordRow>;
const orderedRow = rowReader<Row & { creation_time: number }>({
  name: text,
  record: text,
  creation_time: number,
});

const namedRecords = <Stored extends { name: string; arn: string; creationTime: number }>(
  database: Sqlite,
  kind: string,
  title: string,
  schema: z.ZodType<Stored>,
): NamedRecords<Stored> => {
  const byArn = database.prepare('SELECT name, record FROM hosting_records WHERE kind = ? AND arn = ?');
  const byName = database.prepare('SELECT name, record FROM hosting_records WHERE kind = ? AND name = ?');
  const inOrder = database.prepare(
    `SELECT name, creation_time, record FROM hosting_records WHERE kind = ? AND (creation_time, name) > (?, ?)
     ORDER BY creation_time, name LIMIT ${readAtOnce}`,
  );
  const insertRow = database.prepare('INSERT INTO hosting_records VALUES (?, ?, ?, ?, ?)');
  const updateRow = database.prepare('UPDATE hosting_records SET record = ? WHERE kind = ? AND arn = ?');
  const deleteRow = database.prepare('DELETE FROM hosting_records WHERE kind = ? AND name = ?');
  const readDocument = createDocumentReader(database, {
    schema,
    title: (name) => `${title} ${name}`,
    remove: (name) => deleteRow.run(kind, name),
  });
  const read = ({ name, record }: Row) => readDocument(name, record);
  const find = (statement: typeof byArn, key: string): Stored | undefined => {
    const row = recordRow.perhaps(statement.get(kind, key));
    return row && read(row);
  };

  return {
    insert: database.transaction((record: Stored) => {
      if (byArn.get(kind, record.arn) !== undefined) {
        throw validationError(`Cannot create already existing ${title} "${record.arn}".`);
      }
      insertRow.run(kind, record.arn, record.name, record.creationTime, JSON.stringify(record));
    }).immediate,
    get: (name) => find(byName, name),
    byArn: (arn) => find(byArn, arn),
    update: database.transaction((name: string, change: (record: Stored) => void) => {
      const record = find(byName, name);
      if (!record) return undefined;
      change(record);
      updateRow.run(JSON.stringify(record), kind, record.arn);
      return record;
    }).immediate,
    delete(name) {
      deleteRow.run(kind, name);
    },
    *all() {
      let after: [number, string] = [Number.MIN_SAFE_INTEGER, ''];
      for (;;) {
        const rows = orderedRow.rows(inOrder.all(kind, ...after));
        yield* rows.flatMap((row) => read(row) ?? []);
        const last = rows.at(-1);
        if (!last || rows.length < readAtOnce) return;
        after = [last.creation_time, last.name];
      }
    },
  };
};
