/** What a job cost and saved, as lib/training/money has it, so that lists are sorted by it from an index. */
export const moneyOfAJob = `
-- Of the job's instance type, as the table of prices has it; NULL where none is known.
ALTER TABLE job ADD COLUMN usd_per_hour REAL;
UPDATE job SET usd_per_hour = (SELECT price.usd_per_hour FROM price
  WHERE price.scope = job.scope AND price.instance_type = job.instance_type);
ALTER TABLE job ADD COLUMN cost_usd REAL GENERATED ALWAYS AS
  (billable_seconds * instance_count / 3600.0 * usd_per_hour) VIRTUAL;
ALTER TABLE job ADD COLUMN saved_usd REAL GENERATED ALWAYS AS (CASE WHEN outcome <> 'failed'
  THEN CASE WHEN spot THEN useful_seconds - billable_seconds ELSE billable_seconds * 0 END END
  * instance_count / 3600.0 * usd_per_hour) VIRTUAL;
CREATE INDEX job_by_cost ON job (scope, cost_usd);
CREATE INDEX job_by_saved ON job (scope, saved_usd);
-- Holds what the report's jobs are chosen by: neither the table is read for it nor anything sorted.
CREATE INDEX job_by_most_saved ON job (scope, saved_usd DESC, cost_usd DESC, name, ended_at) WHERE standing = 'counted';
`;
