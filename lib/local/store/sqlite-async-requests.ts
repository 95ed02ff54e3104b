import { type Sqlite } from './database';
import { createDocumentReader } from './set-aside';
import { asyncRequestSchema } from './hosting-schema';
import { type AsyncRequests } from './hosting-store';
import { number, rowReader, text } from './rows';

/** Numbers are never used twice: who has seen one may ask for those after it. */
const schema = `
  CREATE TABLE IF NOT EXISTS async_requests (
    number INTEGER PRIMARY KEY AUTOINCREMENT, endpoint TEXT NOT NULL, request TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS async_requests_of_endpoint ON async_requests (endpoint, number);
`;

const request = rowReader<{ number: number; request: string }>({ number, request: text });
const total = rowReader<{ count: number }>({ count: number });

export const createAsyncRequests = (database: Sqlite): AsyncRequests => {
  database.exec(schema);
  const insert = database.prepare('INSERT INTO async_requests (endpoint, request) VALUES (?, ?)');
  const following = database.prepare(
    'SELECT number, request FROM async_requests WHERE endpoint = ? AND number > ? ORDER BY number LIMIT 1',
  );
  const counted = database.prepare('SELECT count(*) AS count FROM async_requests WHERE endpoint = ?');
  const removeOne = database.prepare('DELETE FROM async_requests WHERE number = ?');
  const readRequest = createDocumentReader(database, {
    schema: asyncRequestSchema,
    title: (key) => `asynchronous request ${key}`,
    remove: (key) => removeOne.run(Number(key)),
  });
  return {
    add: (endpoint, added) => Number(insert.run(endpoint, JSON.stringify(added)).lastInsertRowid),
    next(endpoint, after) {
      for (;;) {
        const row = request.perhaps(following.get(endpoint, after));
        if (row === undefined) return undefined;
        const read = readRequest(String(row.number), row.request);
        if (read !== undefined) return { number: row.number, request: read };
      }
    },
    count: (endpoint) => total.row(counted.get(endpoint)).count,
    remove: (key) => void removeOne.run(key),
  };
};
