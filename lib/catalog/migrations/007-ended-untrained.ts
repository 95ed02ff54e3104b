/** A spot job that ended before it trained did no work, and what it cost was spent for nothing. */
export const endedUntrained = `
UPDATE job SET
  most_useful_seconds = NULL,
  may_have_lost = 0,
  standing = CASE WHEN standing = 'counted' AND billable_seconds <> 0 THEN 'failed' ELSE 'unbilled' END
WHERE spot = 1 AND terminal = 1 AND outcome IN ('stopped', 'max-runtime-exceeded', 'max-wait-exceeded')
  AND EXISTS (SELECT 1 FROM job_document WHERE job_document.job = job.id AND json_valid(document)
    AND json_array_length(document, '$.transitions') > 0
    AND NOT EXISTS (SELECT 1 FROM json_each(document, '$.transitions')
      WHERE json_extract(value, '$.status') IN ('Training', 'Updating')));
`;
