/**
 * The layout of before migrations had numbers. The narrow `job` table holds what a list filters and sorts by, so that a
 * scan of 100,000 jobs reads little; the whole job lies beside it. Times are ms since 1970; NULL: SageMaker did not say.
 */
export const firstLayout = `
CREATE TABLE scope (
  id INTEGER PRIMARY KEY,
  backend TEXT NOT NULL,
  account TEXT NOT NULL,
  -- Changes up to this time are all stored; NULL before the first answer.
  watermark INTEGER,
  -- Where the walk through older jobs goes on; NULL once it has reached the end.
  walk_before INTEGER,
  -- Each full walk has a number; a job that a finished walk has not met is gone.
  walk INTEGER NOT NULL DEFAULT 1,
  first_walk_done INTEGER NOT NULL DEFAULT 0,
  total INTEGER,
  as_of INTEGER,
  used_at INTEGER NOT NULL,
  -- Whether the backend's spot market and money are simulated; NULL before it said so.
  simulated INTEGER,
  UNIQUE (backend, account)
);
CREATE TABLE job (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  name TEXT NOT NULL COLLATE NOCASE,
  status TEXT NOT NULL,
  secondary_status TEXT NOT NULL,
  outcome TEXT NOT NULL,
  terminal INTEGER NOT NULL,
  spot INTEGER NOT NULL,
  interruptions INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  modified_at INTEGER NOT NULL,
  -- When it ended, by its transitions where there is no TrainingEndTime.
  ended_at INTEGER,
  duration_seconds REAL,
  training_seconds INTEGER,
  billable_seconds INTEGER,
  instance_type TEXT,
  instance_count INTEGER,
  -- Complete epochs, rounds or steps, with a fraction; counted_by says which.
  position REAL,
  counted_by TEXT,
  epoch_of INTEGER,
  epoch_share REAL,
  epochs_final INTEGER NOT NULL DEFAULT 0,
  -- For the savings report.
  standing TEXT NOT NULL,
  waiting_seconds REAL NOT NULL,
  starting_seconds REAL NOT NULL,
  held_seconds REAL NOT NULL,
  checkpointed INTEGER NOT NULL,
  -- By the transitions, with all that was trained; some of it may have been trained again.
  most_useful_seconds INTEGER,
  may_have_lost INTEGER NOT NULL,
  twin INTEGER NOT NULL,
  -- Lengths of the name's first part, its first two and so on.
  part_1 INTEGER NOT NULL,
  part_2 INTEGER NOT NULL,
  part_3 INTEGER NOT NULL,
  part_4 INTEGER NOT NULL,
  part_5 INTEGER NOT NULL,
  -- Learnt from the log and from S3; NULL where they do not tell.
  recomputed_epochs INTEGER,
  lost_seconds INTEGER,
  -- Whether the log told of every attempt what it lost.
  lost_exact INTEGER NOT NULL DEFAULT 0,
  checkpoint_interval_seconds REAL,
  -- 0 for a job that only Search told of.
  described_at INTEGER NOT NULL,
  walk INTEGER NOT NULL,
  -- As lib/training/money has them.
  useful_seconds INTEGER GENERATED ALWAYS AS
    (most_useful_seconds - CASE WHEN lost_exact = 1 THEN coalesce(lost_seconds, 0) ELSE 0 END) STORED,
  at_most INTEGER GENERATED ALWAYS AS (may_have_lost = 1 AND lost_exact = 0) STORED,
  saved_share REAL GENERATED ALWAYS AS (CASE
    WHEN spot = 1 AND outcome <> 'failed'
      AND most_useful_seconds > CASE WHEN lost_exact = 1 THEN coalesce(lost_seconds, 0) ELSE 0 END
    THEN 1.0 - billable_seconds * 1.0
      / (most_useful_seconds - CASE WHEN lost_exact = 1 THEN coalesce(lost_seconds, 0) ELSE 0 END)
    END) STORED
);
CREATE UNIQUE INDEX job_name ON job (scope, name COLLATE BINARY);
CREATE INDEX job_by_name ON job (scope, name);
CREATE INDEX job_by_outcome ON job (scope, outcome, created_at);
CREATE INDEX job_by_spot ON job (scope, spot, created_at);
CREATE INDEX job_by_interruptions ON job (scope, interruptions, created_at);
CREATE INDEX job_by_created ON job (scope, created_at);
CREATE INDEX job_by_duration ON job (scope, duration_seconds);
CREATE INDEX job_by_savings ON job (scope, saved_share);
CREATE INDEX job_by_progress ON job (scope, epoch_share);
CREATE INDEX job_by_instance ON job (scope, instance_type, created_at);
CREATE INDEX job_running ON job (scope, described_at) WHERE terminal = 0;
CREATE INDEX job_by_end ON job (scope, ended_at);
-- Holds all that the report sums, in the order of its groups: neither the table is read nor anything sorted.
CREATE INDEX job_sums ON job (
  scope, standing, spot, instance_type, ended_at, instance_count, training_seconds, billable_seconds,
  held_seconds, waiting_seconds, starting_seconds, interruptions, outcome, checkpointed, lost_seconds,
  recomputed_epochs, useful_seconds, at_most, name, part_1, part_2, part_3, part_4, part_5
);
CREATE INDEX job_by_twin ON job (scope, twin, spot, ended_at, name) WHERE outcome = 'completed';
CREATE INDEX job_by_checkpoint_interval ON job (scope, ended_at) WHERE checkpoint_interval_seconds > 0;
CREATE INDEX job_to_examine ON job (scope, ended_at) WHERE interruptions > 0 AND terminal = 1 AND epochs_final = 0;
CREATE TABLE job_document (job INTEGER PRIMARY KEY, document TEXT NOT NULL);
CREATE TABLE job_tag (
  scope INTEGER NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  job INTEGER NOT NULL,
  PRIMARY KEY (job, key)
) WITHOUT ROWID;
CREATE INDEX job_tag_by_value ON job_tag (scope, key, value, job);
-- On how many jobs each key is, kept up to date by the triggers.
CREATE TABLE tag_key (
  scope INTEGER NOT NULL,
  key TEXT NOT NULL,
  jobs INTEGER NOT NULL,
  PRIMARY KEY (scope, key)
) WITHOUT ROWID;
CREATE TRIGGER tag_added AFTER INSERT ON job_tag BEGIN
  INSERT INTO tag_key (scope, key, jobs) VALUES (new.scope, new.key, 1)
    ON CONFLICT (scope, key) DO UPDATE SET jobs = jobs + 1;
END;
CREATE TRIGGER tag_removed AFTER DELETE ON job_tag BEGIN
  UPDATE tag_key SET jobs = jobs - 1 WHERE scope = old.scope AND key = old.key;
END;
-- What the price list says of an instance type; no price where it does not have it.
CREATE TABLE price (
  scope INTEGER NOT NULL,
  instance_type TEXT NOT NULL,
  usd_per_hour REAL,
  region TEXT,
  source TEXT,
  as_of TEXT,
  by_hand INTEGER NOT NULL DEFAULT 0,
  read_at INTEGER NOT NULL,
  PRIMARY KEY (scope, instance_type)
) WITHOUT ROWID;
-- What was read in a finished job's log, in CloudWatch and in S3, which keep it for a limited time.
CREATE TABLE learnt (
  backend TEXT NOT NULL,
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (backend, account, name)
) WITHOUT ROWID;
`;
