import { validationError } from '../core/aws-error';
import { type Sqlite } from './database';
import { createAsyncRequests } from './sqlite-async-requests';
import { type HostingStore, type NamedRecords } from './hosting-store';

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
    models: namedRecords(database, 'model', 'model'),
    endpointConfigs: namedRecords(database, 'endpoint-config', 'endpoint configuration'),
    endpoints: namedRecords(database, 'endpoint', 'endpoint'),
    asyncRequests: createAsyncRequests(database),
  };
};

const namedRecords = <Stored extends { name: string; arn: string; creationTime: number }>(
  database: Sqlite,
  kind: string,
  title: string,
): NamedRecords<Stored> => {
  const byArn = database.prepare('SELECT record FROM hosting_records WHERE kind = ? AND arn = ?');
  const byName = database.prepare('SELECT record FROM hosting_records WHERE kind = ? AND name = ?');
  const inOrder = database.prepare(
    `SELECT record FROM hosting_records WHERE kind = ? AND (creation_time, name) > (?, ?)
     ORDER BY creation_time, name LIMIT ${readAtOnce}`,
  );
  const insertRow = database.prepare('INSERT INTO hosting_records VALUES (?, ?, ?, ?, ?)');
  const updateRow = database.prepare('UPDATE hosting_records SET record = ? WHERE kind = ? AND arn = ?');
  const deleteRow = database.prepare('DELETE FROM hosting_records WHERE kind = ? AND name = ?');
  const parse = (row: unknown) => JSON.parse((row as { record: string }).record) as Stored;
  const find = (statement: typeof byArn, key: string): Stored | undefined => {
    const row: unknown = statement.get(kind, key);
    return row === undefined ? undefined : parse(row);
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
        const records = inOrder.all(kind, ...after).map(parse);
        yield* records;
        const last = records.at(-1);
        if (!last || records.length < readAtOnce) return;
        after = [last.creationTime, last.name];
      }
    },
  };
};
