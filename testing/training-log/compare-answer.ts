/** Compares an answer with the right one: only what the right one gives, by the rules of the samples. */
import { type LogAnswer } from '../../lib/training-log/corpus';

type Wanted = Record<string, unknown>;

/** @returns each difference in words; none: right */
export const differences = (answer: LogAnswer, wanted: Wanted): string[] => {
  const found: string[] = [];
  const check = (what: string, got: unknown, right: unknown, within = 0) => {
    if (right === null ? got !== undefined && got !== null : !isOne(got, right, within))
      found.push(`${what}: ${JSON.stringify(got)}, not ${JSON.stringify(right)}`);
  };
  if ('counts' in wanted) check('counts', answer.counts, wanted['counts']);
  if ('series' in wanted) check('series', answer.series, wanted['series']);
  for (const attempt of list(wanted['attempts'])) {
    const got = answer.attempts.find(({ attempt: number }) => number === attempt['attempt']);
    const where = `attempt ${String(attempt['attempt'])}`;
    if (!got) {
      found.push(`${where}: is missing`);
      continue;
    }
    if ('reached' in attempt) check(`${where} reached`, got.reached, attempt['reached'], 0.02);
    for (const number of (attempt['absentEpochs'] ?? []) as number[]) {
      if (got.epochs[number]) found.push(`${where}: has an epoch ${number}`);
    }
    for (const [number, epoch] of Object.entries(got.epochs)) {
      found.push(...present(`${where} epoch ${number}`, epoch.metrics, attempt['absent']));
    }
    for (const [number, right] of Object.entries((attempt['epochs'] ?? {}) as Record<string, Wanted>)) {
      const epoch = got.epochs[number];
      const place = `${where} epoch ${number}`;
      if (!epoch) {
        found.push(`${place}: is missing`);
        continue;
      }
      if ('done' in right) check(`${place} done`, epoch.done, right['done']);
      if ('of' in right) check(`${place} of`, epoch.of, right['of']);
      found.push(...present(place, epoch.metrics, right['absent']));
      for (const [names, value] of Object.entries((right['metrics'] ?? {}) as Wanted)) {
        const wantedNames = names.split('||').map(tidyName);
        const values = Object.entries(epoch.metrics)
          .filter(([name]) => wantedNames.includes(tidyName(name)))
          .map(([, one]) => one);
        if (value === null ? values.length > 0 : !values.some((one) => isOne(one, value, 0.000001))) {
          found.push(`${place} ${names}: ${JSON.stringify(values)}, not ${JSON.stringify(value)}`);
        }
      }
    }
  }
  for (const resume of list(wanted['resumes'])) {
    const got = answer.resumes.find(({ attempt }) => attempt === resume['attempt']);
    const where = `resume of attempt ${String(resume['attempt'])}`;
    if (!got) found.push(`${where}: is missing`);
    for (const field of ['verdict', 'from', 'older'] as const) {
      if (got && field in resume) check(`${where} ${field}`, got[field], resume[field]);
    }
    for (const field of ['at', 'lost'] as const) {
      if (got && field in resume) check(`${where} ${field}`, got[field], resume[field], 0.02);
    }
  }
  return found;
};

const list = (value: unknown) => (value ?? []) as Wanted[];

const isOne = (got: unknown, right: unknown, within: number): boolean => {
  if (Array.isArray(right)) return right.some((one) => isOne(got, one, within));
  if (typeof right === 'number') return typeof got === 'number' && Math.abs(got - right) <= within + 1e-9;
  return got === right;
};

const present = (where: string, metrics: Record<string, number>, names: unknown): string[] => {
  const absent = new Set(((names ?? []) as string[]).map(tidyName));
  return Object.keys(metrics)
    .filter((name) => absent.has(tidyName(name)))
    .map((name) => `${where}: has ${name}`);
};

/** Case and the signs between words do not matter, nor which of two words names the split. */
const tidyName = (name: string): string =>
  name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => SAME[word] ?? word)
    .join(' ');
const SAME: Record<string, string> = {
  valid: 'val',
  validation: 'val',
  training: 'train',
  testing: 'test',
  evaluation: 'eval',
};
