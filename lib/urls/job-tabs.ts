/** The parts of a job's page; apart from `parse-job-view.ts`, so that the page needs no code of schemas. */
export const jobTabs = ['live', 'checkpoints', 'configuration', 'history'] as const;
