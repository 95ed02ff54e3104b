/** Which tag tells jobs apart best, for a picker that has to open on one. */
export interface TagKey {
  key: string;
  /** Jobs that have it. */
  jobs: number;
  /** Different values, counted up to some limit. */
  values: number;
}

/** Set by tools, Spotdeck among them, not by those who run jobs. */
const ofTools = /^(?:spotdeck|aws|sagemaker):/i;

/** The most telling first: on many jobs, with several values that jobs share; what tools set comes last. */
export const byTelling = (keys: readonly TagKey[]): string[] =>
  [...keys]
    .sort(
      (a, b) =>
        Number(ofTools.test(a.key)) - Number(ofTools.test(b.key)) ||
        Number(divides(b)) - Number(divides(a)) ||
        b.jobs - a.jobs ||
        (a.key < b.key ? -1 : 1),
    )
    .map(({ key }) => key);

/** One value says nothing, and neither does one for each job. */
const divides = ({ jobs, values }: TagKey): boolean => values > 1 && values < jobs;
