import { describe, expect, it } from 'vitest';
import { isInTransaction, openSqlite, type Sqlite } from './open-sqlite';

const opened = (): Sqlite => {
  const database = openSqlite(':memory:');
  database.exec("CREATE TABLE name (id INTEGER, text TEXT); INSERT INTO name VALUES (1, 'one'), (2, 'two')");
  return database;
};

type Prepared = ReturnType<Sqlite['prepare']>;
const rows = {
  get: (statement: Prepared, id: number): unknown => statement.get(id),
  all: (statement: Prepared, id: number): unknown => statement.all(id)[0],
  iterate: (statement: Prepared, id: number): unknown => [...statement.iterate(id)][0],
  begun: (statement: Prepared, id: number): unknown => statement.iterate(id).next().value,
};
const ways = Object.keys(rows) as (keyof typeof rows)[];

describe('a statement that is used in several ways', () => {
  it.each(ways.flatMap((first) => ways.map((second) => [first, second] as const)))(
    '%s, then %s, give what each was asked for, however often',
    (first, second) => {
      const statement = opened().prepare('SELECT text FROM name WHERE id = ?');
      for (let turn = 0; turn < 3; turn += 1) {
        expect(rows[first](statement, 1)).toMatchObject({ text: 'one' });
        expect(rows[second](statement, 2)).toMatchObject({ text: 'two' });
      }
      expect(statement.get(3)).toBeUndefined();
    },
  );

  it('writes once for each time that it is run, whatever reads it', () => {
    const database = opened();
    const insert = database.prepare('INSERT INTO name VALUES (?, ?) RETURNING text');
    insert.run(3, 'three');
    expect(insert.get(4, 'four')).toMatchObject({ text: 'four' });
    expect(insert.all(5, 'five')).toMatchObject([{ text: 'five' }]);
    expect(insert.get(6, 'six')).toMatchObject({ text: 'six' });
    expect(database.prepare('SELECT text FROM name ORDER BY id').all()).toMatchObject(
      ['one', 'two', 'three', 'four', 'five', 'six'].map((text) => ({ text })),
    );
  });

  it('gives rows as lists to whoever wants them so', () => {
    const statement = opened().prepare('SELECT id, text FROM name WHERE id = ?').raw();
    expect(statement.all(1)).toEqual([[1, 'one']]);
    expect(statement.get(2)).toEqual([2, 'two']);
    expect(statement.raw(false).get(1)).toMatchObject({ id: 1, text: 'one' });
  });
});

describe('a database that is closed', () => {
  const closed = () => {
    const database = opened();
    const statement = database.prepare('SELECT text FROM name');
    database.close();
    return { database, statement };
  };

  it.each<[string, (of: ReturnType<typeof closed>) => unknown]>([
    ['prepare', ({ database }) => database.prepare('SELECT 1')],
    ['exec', ({ database }) => database.exec('SELECT 1')],
    ['pragma', ({ database }) => database.pragma('user_version')],
    ['transaction', ({ database }) => database.transaction(() => 1)()],
    ['get', ({ statement }) => statement.get()],
    ['all', ({ statement }) => statement.all()],
    ['iterate', ({ statement }) => statement.iterate()],
    ['run', ({ statement }) => statement.run()],
  ])('fails alone when it is asked: %s', (_, ask) => {
    expect(() => ask(closed())).toThrow('The database is closed.');
  });

  it('is in no transaction, and tells why one could not be ended', () => {
    const { database } = closed();
    expect(isInTransaction(database)).toBe(false);
    const other = opened();
    const closing = other.transaction(() => {
      expect(isInTransaction(other)).toBe(true);
      other.close();
      throw new Error('the reason');
    });
    expect(closing).toThrow('the reason');
  });
});
