/** Sums of the jobs that ended on a day, or in some days, by UTC, kept until one of these jobs changes. */
export const sumsOfDays = `
DROP TRIGGER sums_with_job;
DROP TRIGGER sums_without_job;
DROP TRIGGER sums_of_changed_job;
DROP TABLE period_sums;
CREATE TABLE day_sums (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  -- So many days, of which this is the one with that number since 1970.
  days INTEGER NOT NULL,
  number INTEGER NOT NULL,
  -- What is summed, by what, and of jobs of which names.
  sums TEXT NOT NULL,
  -- Asked for by somebody, and kept while there is room.
  passing INTEGER NOT NULL,
  document TEXT NOT NULL
);
CREATE UNIQUE INDEX day_sums_by_day ON day_sums (scope, days, number, sums);
CREATE INDEX day_sums_passing ON day_sums (passing) WHERE passing = 1;
${['1', '8', '64']
  .map(
    (days) => `
CREATE TRIGGER sums_of_${days}_with_job AFTER INSERT ON job WHEN new.ended_at IS NOT NULL BEGIN
  DELETE FROM day_sums WHERE scope = new.scope AND days = ${days} AND number = new.ended_at / (86400000 * ${days});
END;
CREATE TRIGGER sums_of_${days}_without_job AFTER DELETE ON job WHEN old.ended_at IS NOT NULL BEGIN
  DELETE FROM day_sums WHERE scope = old.scope AND days = ${days} AND number = old.ended_at / (86400000 * ${days});
END;
CREATE TRIGGER sums_of_${days}_of_changed_job AFTER UPDATE OF
  name, outcome, spot, interruptions, ended_at, training_seconds, billable_seconds, instance_type, instance_count, standing,
  waiting_seconds, starting_seconds, held_seconds, checkpointed, most_useful_seconds, may_have_lost, part_1, part_2, part_3,
  part_4, part_5, recomputed_epochs, lost_seconds, lost_exact
ON job WHEN old.ended_at IS NOT NULL OR new.ended_at IS NOT NULL BEGIN
  DELETE FROM day_sums WHERE scope = old.scope AND days = ${days} AND number = old.ended_at / (86400000 * ${days});
  DELETE FROM day_sums WHERE scope = new.scope AND days = ${days} AND number = new.ended_at / (86400000 * ${days});
END;`,
  )
  .join('')}
`;
