type SearchParams = Record<string, string | string[] | undefined>;

/** `?model=`: the archive the evaluation lies beside, which leads there where the job's record is deleted. */
export const readModel = ({ model }: SearchParams): string | undefined =>
  (Array.isArray(model) ? model[0] : model) || undefined;
