/**
 * What launched a job, as lib/training/launched-by has it. Members that earlier versions did not keep are read by one more
 * walk through all jobs, whose answers count although the jobs have not changed.
 */
export const whatLaunchedAJob = `
ALTER TABLE job ADD COLUMN launched_by TEXT;
ALTER TABLE job ADD COLUMN serverless INTEGER NOT NULL DEFAULT 0;
UPDATE job SET launched_by = (SELECT CASE
    WHEN coalesce(json_extract(document, '$.tuningJobArn'), '') <> '' THEN 'tuning'
    WHEN coalesce(json_extract(document, '$.autoMlJobArn'), '') <> '' THEN 'automl'
    WHEN coalesce(json_extract(document, '$.labelingJobArn'), '') <> '' THEN 'labeling'
    WHEN substr(job.name, 1, 8) = 'AWSBatch' COLLATE BINARY THEN 'batch'
    WHEN EXISTS (SELECT 1 FROM job_tag WHERE job_tag.job = job.id AND value <> ''
      AND key = 'sagemaker:pipeline-execution-arn') THEN 'pipeline'
    WHEN EXISTS (SELECT 1 FROM job_tag WHERE job_tag.job = job.id AND value <> '' AND key IN
      ('sagemaker:user-profile-arn', 'sagemaker:space-arn', 'sagemaker:shared-space-arn')) THEN 'studio'
    END FROM (SELECT job, iif(json_valid(document), document, '{}') AS document FROM job_document) AS told
    WHERE told.job = job.id),
  serverless = coalesce((SELECT json_valid(document) AND json_extract(document, '$.serverless') IS NOT NULL
    FROM job_document WHERE job_document.job = job.id), 0),
  described_at = 0;
CREATE INDEX job_by_launcher ON job (scope, launched_by, created_at);
UPDATE scope SET walk = walk + 1, walk_before = ${Number.MAX_SAFE_INTEGER}
  WHERE first_walk_done = 1 AND walk_before IS NULL;
`;
