/** What was backfilled, and the key by which runs match, have the names that the rest of the house has for them. */
export const wordsOfTheGlossary = `
ALTER TABLE learnt RENAME TO backfill;
ALTER TABLE job RENAME COLUMN twin TO match_key;
DROP INDEX job_by_twin;
CREATE INDEX job_by_match ON job (scope, match_key, spot, ended_at, name) WHERE outcome = 'completed';
DROP INDEX job_to_examine;
CREATE INDEX job_to_backfill ON job (scope, ended_at) WHERE interruptions > 0 AND terminal = 1 AND epochs_final = 0;
`;
