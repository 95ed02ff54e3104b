/** Sums of jobs that ended in a period, kept until one of these jobs changes: a report adds up few of them. */
export const sumsByPeriod = `
CREATE TABLE period_sums (
  scope INTEGER NOT NULL,
  -- What is summed, by what, and of jobs of which names.
  sums TEXT NOT NULL,
  ended_from INTEGER NOT NULL,
  ended_before INTEGER NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (scope, ended_from, ended_before, sums)
) WITHOUT ROWID;
CREATE TRIGGER sums_with_job AFTER INSERT ON job WHEN new.ended_at IS NOT NULL BEGIN
  DELETE FROM period_sums WHERE scope = new.scope AND ended_from <= new.ended_at AND ended_before > new.ended_at;
END;
CREATE TRIGGER sums_without_job AFTER DELETE ON job WHEN old.ended_at IS NOT NULL BEGIN
  DELETE FROM period_sums WHERE scope = old.scope AND ended_from <= old.ended_at AND ended_before > old.ended_at;
END;
CREATE TRIGGER sums_of_changed_job AFTER UPDATE OF
  name, outcome, spot, interruptions, ended_at, training_seconds, billable_seconds, instance_type, instance_count, standing,
  waiting_seconds, starting_seconds, held_seconds, checkpointed, most_useful_seconds, may_have_lost, part_1, part_2, part_3,
  part_4, part_5, recomputed_epochs, lost_seconds, lost_exact
ON job WHEN old.ended_at IS NOT NULL OR new.ended_at IS NOT NULL BEGIN
  DELETE FROM period_sums WHERE scope = old.scope AND ended_from <= old.ended_at AND ended_before > old.ended_at;
  DELETE FROM period_sums WHERE scope = new.scope AND ended_from <= new.ended_at AND ended_before > new.ended_at;
END;
`;
