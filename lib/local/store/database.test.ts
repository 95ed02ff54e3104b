import { expect, it } from 'vitest';
import { closeDatabase, openDatabase } from './database';

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

it('keeps a transaction within another with it, or not at all', () => {
  const database = openDatabase(':memory:');
  database.exec('CREATE TABLE texts (text TEXT)');
  const insert = database.prepare('INSERT INTO texts VALUES (?)');
  const insertOne = database.transaction((text: string) => void insert.run(text)).immediate;
  const both = database.transaction((fails: boolean) => {
    insertOne('first');
    if (fails) throw new Error('between the two');
    insertOne('second');
  });
  expect(() => both(true)).toThrow('between the two');
  const count = () =>
    (database.prepare('SELECT count(*) AS count FROM texts').get() as { count: number }).count;
  expect(count()).toBe(0);
  both(false);
  expect(count()).toBe(2);
  insertOne('third');
  expect(() => both(true)).toThrow('between the two');
  expect(count()).toBe(3);
  database.close();
});

it('refuses what comes after it is closed, and ends no process by it', () => {
  const database = openDatabase(':memory:');
  database.exec('CREATE TABLE one (number INTEGER)');
  const insert = database.transaction(() => database.exec('INSERT INTO one VALUES (1)'));
  closeDatabase(database);
  expect(insert).toThrow('The database is closed.');
  expect(() => database.prepare('SELECT 1')).toThrow('The database is closed.');
  expect(() => database.exec('SELECT 1')).toThrow('The database is closed.');
});
