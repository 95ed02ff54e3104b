/** Path of a file of a job, to be downloaded. @param job path of the job's page */
export const jobFilePath = (job: string, s3Uri: string): string =>
  `${job}/file?uri=${encodeURIComponent(s3Uri)}`;
