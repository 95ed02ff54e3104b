import { expect, it } from 'vitest';
import { openDatabase } from './database';

it('says that the disk is full, not that a rollback failed, and goes on once there is room', () => {
  const database = openDatabase(':memory:');
  database.exec('CREATE TABLE texts (text TEXT)');
  const insert = database.prepare('INSERT INTO texts VALUES (?)');
  const insertAll = database.transaction((count: number) => {
    for (let each = 0; each < count; each += 1) insert.run('x'.repeat(10_000));
  });
  database.pragma('max_page_count = 10');
  expect(() => insertAll(50)).toThrow('database or disk is full');
  database.pragma('max_page_count = 1000');
  insertAll(50);
  expect(database.prepare('SELECT count(*) AS count FROM texts').get()).toMatchObject({ count: 50 });
  database.close();
});
