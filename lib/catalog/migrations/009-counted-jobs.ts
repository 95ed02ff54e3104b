/** How many jobs there are of each kind that lists are filtered by, kept up to date by the triggers: a list counts no jobs. */
const columns = ['outcome', 'spot', 'instance_type', 'launched_by', 'checkpointed', 'standing'] as const;

/** Of one job: only whether it was interrupted, and whether it is gone. */
const kindOf = (row: 'old.' | 'new.' | '') =>
  [
    `${row}scope`,
    ...columns.map((column) => `${row}${column}`),
    `min(${row}interruptions, 1)`,
    `min(${row}gone_at, 1)`,
  ] as const;

const names = ['scope', ...columns, 'interruptions', 'gone_at'] as const;

const count = (row: 'old.' | 'new.', change: '+ 1' | '- 1'): string => {
  const same = kindOf(row)
    .map((value, index) => `${names[index]} IS ${value}`)
    .join(' AND ');
  return `INSERT INTO job_count (${names.join(', ')}, jobs) SELECT ${kindOf(row).join(', ')}, 0
    WHERE NOT EXISTS (SELECT 1 FROM job_count WHERE ${same});
  UPDATE job_count SET jobs = jobs ${change} WHERE ${same};`;
};

export const countedJobs = `
CREATE TABLE job_count (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  spot INTEGER NOT NULL,
  instance_type TEXT,
  launched_by TEXT,
  checkpointed INTEGER NOT NULL,
  standing TEXT NOT NULL,
  -- 1: any.
  interruptions INTEGER NOT NULL,
  -- 1: at some time.
  gone_at INTEGER,
  jobs INTEGER NOT NULL
);
CREATE INDEX job_count_by_kind ON job_count (${names.join(', ')}, jobs);
INSERT INTO job_count (${names.join(', ')}, jobs)
  SELECT ${kindOf('').join(', ')}, count(*) FROM job GROUP BY ${names.map((_, index) => index + 1).join(', ')};
CREATE TRIGGER count_added AFTER INSERT ON job BEGIN
  ${count('new.', '+ 1')}
END;
CREATE TRIGGER count_removed AFTER DELETE ON job BEGIN
  ${count('old.', '- 1')}
END;
CREATE TRIGGER count_changed AFTER UPDATE OF ${names.join(', ')} ON job
WHEN ${kindOf('old.')
  .map((before, index) => `${before} IS NOT ${kindOf('new.')[index]}`)
  .join(' OR ')} BEGIN
  ${count('old.', '- 1')}
  ${count('new.', '+ 1')}
END;
`;
