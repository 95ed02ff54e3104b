import { describe, expect, it } from 'vitest';
import { openDatabase } from './database';
import { number, orNull, rowReader, text } from './rows';

const numbered = rowReader<{ number: number; name: string | null }>({ number, name: orNull(text) });

describe('rows of the records', () => {
  it('gives back rows that are as declared, and undefined where there is none', () => {
    const database = openDatabase(':memory:');
    database.exec("CREATE TABLE one (number INTEGER, name TEXT); INSERT INTO one VALUES (1, 'a'), (2, NULL)");
    const all = database.prepare('SELECT number, name FROM one ORDER BY number').all();
    const select = database.prepare('SELECT number, name FROM one WHERE number = ?');
    expect(numbered.rows(all)).toMatchObject([
      { number: 1, name: 'a' },
      { number: 2, name: null },
    ]);
    expect(numbered.row(select.get(2))).toMatchObject({ number: 2, name: null });
    expect(numbered.perhaps(select.get(3))).toBeUndefined();
    database.close();
  });

  it('throws for what a hand wrote, and for a query that selects otherwise', () => {
    const database = openDatabase(':memory:');
    database.exec("CREATE TABLE one (number INTEGER, name TEXT); INSERT INTO one VALUES ('no number', 'a')");
    expect(() => numbered.row(database.prepare('SELECT number, name FROM one').get())).toThrow(
      'number, name',
    );
    expect(() => numbered.rows(database.prepare('SELECT 1 AS number').all())).toThrow('number, name');
    expect(() => numbered.row(undefined)).toThrow('number, name');
    database.close();
  });
});
