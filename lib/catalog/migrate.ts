import { openSqlite, type Sqlite } from '../sqlite/open-sqlite';
import { firstLayout } from './migrations/001-first-layout';
import { migrations } from './migrations/migrations';
import { z } from 'zod';

/** A later version of Spotdeck wrote the catalog: nothing of it may be touched. */
export class NewerCatalog extends Error {
  constructor(
    readonly found: number,
    readonly own: number,
  ) {
    super(`The catalog is of version ${found}; this Spotdeck knows versions up to ${own}.`);
  }
}

/** Above it are no numbers of migrations: before there were any, a digest of the tables named the version. */
const highestVersion = 9_999;

/**
 * Brings a catalog to the newest layout, one numbered migration after the other, each in a transaction of its own with
 * the number that it makes: what is cut off at any moment goes on at the next opening.
 * @param steps for tests: only so many of the migrations there are
 * @throws {NewerCatalog} and has changed nothing
 */
export const migrate = (database: Sqlite, steps: readonly string[] = migrations): void => {
  while (step(database, steps));
};

/** @returns whether there may be a further one. */
const step = (database: Sqlite, steps: readonly string[]): boolean => {
  if (readVersion(database) === steps.length) return false;
  // Another process may have opened the catalog too, and may be done by the time that it is this one's turn.
  return database
    .transaction(() => {
      const version = readVersion(database);
      if (version > steps.length && version <= highestVersion) throw new NewerCatalog(version, steps.length);
      const unnumbered = version > highestVersion || (version === 0 && readLayout(database).length > 0);
      if (unnumbered) adopt(database);
      else if (version < steps.length) database.exec(steps[version] ?? '');
      database.exec(`PRAGMA user_version = ${unnumbered ? 1 : Math.min(version + 1, steps.length)}`);
      return true;
    })
    .immediate();
};

const numbered = z.object({ user_version: z.number() });

const readVersion = (database: Sqlite): number =>
  numbered.parse(database.prepare('PRAGMA user_version').get()).user_version;

/** Its tables and what belongs to them, whatever their comments say. */
const readLayout = (database: Sqlite): string[] =>
  z
    .array(z.object({ sql: z.string() }))
    .parse(database.prepare('SELECT sql FROM sqlite_master WHERE sql IS NOT NULL').all())
    .map(({ sql }) => sql.replace(/--.*/g, '').replace(/\s+/g, ' '))
    .sort();

/** Makes a catalog of before there were numbers one of the first; an older one keeps what AWS may not tell again. */
const adopt = (database: Sqlite): void => {
  const first = openSqlite(':memory:');
  first.exec(firstLayout);
  const isFirst = readLayout(first).join('\n') === readLayout(database).join('\n');
  first.close();
  if (isFirst) return;
  const tables = z
    .array(z.object({ name: z.string() }))
    .parse(
      database
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .all(),
    );
  const backfilled = tables.some(({ name }) => name === 'learnt');
  if (backfilled) database.exec('ALTER TABLE learnt RENAME TO older_learnt');
  for (const { name } of tables) if (name !== 'learnt') database.exec(`DROP TABLE "${name}"`);
  database.exec(firstLayout);
  if (!backfilled) return;
  database.exec(`INSERT INTO learnt (backend, account, name, created_at, document)
    SELECT backend, account, name, created_at, document FROM older_learnt`);
  database.exec('DROP TABLE older_learnt');
};
