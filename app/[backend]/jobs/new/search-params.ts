import { type DraftOrigin } from '@/lib/launch/launch-draft';

type SearchParams = Record<string, string | string[] | undefined>;

const first = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

/** Where the form begins: `?clone=`, `?continue=`, `?ondemand=` or `?verify=` a job, `?example=`, or from scratch. */
export const readOrigin = (params: SearchParams, examples: readonly string[]): DraftOrigin => {
  const jobs = [
    ['clone', 'clone'],
    ['continue', 'continue'],
    ['ondemand', 'on-demand'],
    ['verify', 'verify'],
  ] as const;
  for (const [key, purpose] of jobs) {
    const job = first(params[key]);
    if (job) return { kind: 'job', job, purpose };
  }
  if (first(params.from) === 'scratch') return { kind: 'scratch' };
  const example = first(params.example);
  const chosen = examples.find((name) => name === example) ?? examples[0];
  return chosen ? { kind: 'example', example: chosen } : { kind: 'scratch' };
};

/** An origin as the select's value: `scratch`, `example:mnist` or `clone:job-1`. */
export const originValue = (origin: DraftOrigin): string => {
  if (origin.kind === 'scratch') return 'scratch';
  return origin.kind === 'example' ? `example:${origin.example}` : `${origin.purpose}:${origin.job}`;
};

export const parseOriginValue = (value: string): DraftOrigin => {
  const [kind = '', ...rest] = value.split(':');
  const name = rest.join(':');
  if (kind === 'example') return { kind: 'example', example: name };
  if (kind === 'clone' || kind === 'continue' || kind === 'on-demand' || kind === 'verify') {
    return { kind: 'job', job: name, purpose: kind };
  }
  return { kind: 'scratch' };
};
