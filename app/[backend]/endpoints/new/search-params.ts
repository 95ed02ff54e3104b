type SearchParams = Record<string, string | string[] | undefined>;

/** `?job=`: the job whose model is to be deployed. */
export const readJob = ({ job }: SearchParams): string | undefined =>
  (Array.isArray(job) ? job[0] : job) || undefined;
