/**
 * Jobs that are alike in all that lists are filtered by have one number. It is in the index of each order, with the times, so that
 * a page is found by walking that index alone, and how many jobs there are of each is kept: it takes the place of job_count.
 */
const columns = [
  'scope',
  'outcome',
  'spot',
  'instance_type',
  'launched_by',
  'checkpointed',
  'standing',
  'serverless',
  'interruptions',
  'gone_at',
  'lost_seconds',
] as const;

/** Of a job: only whether it was interrupted, is gone, and lost any work. */
const valuesOf = (row: 'job.' | 'new.') =>
  columns.map((column) =>
    column === 'interruptions' || column === 'gone_at' || column === 'lost_seconds'
      ? `min(${row}${column}, 1)`
      : `${row}${column}`,
  );

const traitsOf = (row: 'job.' | 'new.') =>
  `SELECT id FROM job_traits WHERE ${valuesOf(row)
    .map((value, index) => `job_traits.${columns[index]} IS ${value}`)
    .join(' AND ')}`;

const name = columns.join(', ');

/** A job whose traits the writer has not named, or whose traits have changed. */
const setTraits = `
  INSERT INTO job_traits (${name}, jobs) SELECT ${valuesOf('new.').join(', ')}, 0 WHERE NOT EXISTS (${traitsOf('new.')});
  UPDATE job SET traits = (${traitsOf('new.')}) WHERE id = new.id;`;

/** Behind the order: what else the filters ask of a job. */
const filtered = 'traits, ended_at, training_seconds';

export const traitsOfJobs = `
DROP TRIGGER count_added;
DROP TRIGGER count_removed;
DROP TRIGGER count_changed;
DROP TABLE job_count;
CREATE TABLE job_traits (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  spot INTEGER NOT NULL,
  instance_type TEXT,
  launched_by TEXT,
  checkpointed INTEGER NOT NULL,
  standing TEXT NOT NULL,
  serverless INTEGER NOT NULL,
  -- 1: any.
  interruptions INTEGER NOT NULL,
  -- 1: at some time.
  gone_at INTEGER,
  -- 1: any; NULL where no log told.
  lost_seconds INTEGER,
  jobs INTEGER NOT NULL
);
INSERT INTO job_traits (${name}, jobs)
  SELECT ${valuesOf('job.').join(', ')}, count(*) FROM job GROUP BY ${columns.map((_, index) => index + 1).join(', ')};
CREATE INDEX job_traits_by_all ON job_traits (${name}, jobs);
ALTER TABLE job ADD COLUMN traits INTEGER;
UPDATE job SET traits = (${traitsOf('job.')});
DROP INDEX job_by_name;
DROP INDEX job_by_outcome;
DROP INDEX job_by_spot;
DROP INDEX job_by_interruptions;
DROP INDEX job_by_created;
DROP INDEX job_by_duration;
DROP INDEX job_by_savings;
DROP INDEX job_by_progress;
DROP INDEX job_by_instance;
DROP INDEX job_by_end;
DROP INDEX job_by_cost;
DROP INDEX job_by_saved;
DROP INDEX job_by_launcher;
CREATE INDEX job_by_name ON job (scope, name, id, created_at, ${filtered});
CREATE INDEX job_by_outcome ON job (scope, outcome, created_at, id, ${filtered});
CREATE INDEX job_by_spot ON job (scope, spot, created_at, id, ${filtered});
CREATE INDEX job_by_interruptions ON job (scope, interruptions, created_at, id, ${filtered});
CREATE INDEX job_by_created ON job (scope, created_at, id, ${filtered});
CREATE INDEX job_by_duration ON job (scope, duration_seconds, id, created_at, ${filtered});
CREATE INDEX job_by_savings ON job (scope, saved_share, id, created_at, ${filtered});
CREATE INDEX job_by_progress ON job (scope, epoch_share, id, created_at, ${filtered});
CREATE INDEX job_by_instance ON job (scope, instance_type, created_at, id, ${filtered});
CREATE INDEX job_by_end ON job (scope, ended_at, id, created_at, traits, training_seconds);
CREATE INDEX job_by_cost ON job (scope, cost_usd, id, created_at, ${filtered});
CREATE INDEX job_by_saved ON job (scope, saved_usd, id, created_at, ${filtered});
CREATE INDEX job_by_launcher ON job (scope, launched_by, created_at, id, ${filtered});
CREATE TRIGGER traits_added AFTER INSERT ON job WHEN new.traits IS NOT NULL BEGIN
  UPDATE job_traits SET jobs = jobs + 1 WHERE id = new.traits;
END;
CREATE TRIGGER traits_set AFTER INSERT ON job WHEN new.traits IS NULL BEGIN
  ${setTraits}
END;
CREATE TRIGGER traits_removed AFTER DELETE ON job BEGIN
  UPDATE job_traits SET jobs = jobs - 1 WHERE id = old.traits;
END;
CREATE TRIGGER traits_counted AFTER UPDATE OF traits ON job WHEN old.traits IS NOT new.traits BEGIN
  UPDATE job_traits SET jobs = jobs - 1 WHERE id = old.traits;
  UPDATE job_traits SET jobs = jobs + 1 WHERE id = new.traits;
END;
CREATE TRIGGER traits_changed AFTER UPDATE OF ${columns.join(', ')} ON job
WHEN ${columns
  .map(
    (column, index) =>
      `${valuesOf('new.')[index]?.replaceAll('new.', 'old.')} IS NOT ${valuesOf('new.')[index]}`,
  )
  .join(' OR ')} BEGIN
  ${setTraits}
END;
`;
