import { type Sqlite } from './database';
import { createDocumentReader } from './set-aside';
import { asyncRequestSchema } from './hosting-schema';
import { type AsyncRequests } from './hosting-store';

/** Numbers are never used twice: who has seen one may ask for those after it. */
const schema = `
  CREATE TABLE IF NOT EXISTS async_requests (
    number INTEGER PRIMARY KEY AUTOINCREMENT, endpoint TEXT NOT NULL, request TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS async_requests_of_endpoint ON async_requests (endpoint, number);
`;

export const createAsyncRequests = (database: Sqlite): AsyncRequests => {
  database.exec(schema);
  const insert = database.prepare('INSERT INTO async_requests (endpoint, request) VALUES (?, ?)');
  const following = database.prepare(
    'SELECT number, request FROM async_requests WHERE endpoint = ? AND number > ? ORDER BY number LIMIT 1',
  );
  const counted = database.prepare('SELECT count(*) AS count FROM async_requests WHERE endpoint = ?');
  const removeOne = database.prepare('DELETE FROM async_requests WHERE number = ?');
  const read = createDocumentReader(database, {
    schema: asyncRequestSchema,
    title: (number) => `asynchronous request ${number}`,
    remove: (number) => removeOne.run(Number(number)),
  });
  return {
    add: (endpoint, request) => Number(insert.run(endpoint, JSON.stringify(request)).lastInsertRowid),
    next(endpoint, after) {
      for (;;) {
        const row = following.get(endpoint, after) as { number: number; request: string } | undefined;
        if (row === undefined) return undefined;
        const request = read(String(row.number), row.request);
        if (request !== undefined) return { number: row.number, request };
      }
    },
    count: (endpoint) => (counted.get(endpoint) as { count: number }).count,
    remove: (number) => void removeOne.run(number),
  };
};
