/**
 * A log as a text file, and what was read in it as one JSON object: what `npm run read-log` takes and gives, and what
 * a person attaches to a report. A line `=== attempt N` begins an attempt; control characters may stand as two
 * characters (`\r`, `\b`, `\t`, `\e`).
 */
import { type AttemptModel, type ResumeVerdict, type TrainingLogLine, type TrainingModel } from './model';

const CONTROLS = new Map([
  ['r', '\r'],
  ['b', '\b'],
  ['t', '\t'],
  ['e', '\u001b'],
]);

/** @returns what turns a log's lines, one after the other, into lines to be read: a second apart */
export const createTextLines = (): ((line: string) => TrainingLogLine) => {
  let attempt = 1;
  let sequence = 0;
  return (line) => {
    const begins = /^=== attempt (\d{1,6})\s*$/.exec(line);
    if (begins) attempt = Number(begins[1]);
    const message = begins
      ? ''
      : line.replace(/\\([rbte])/g, (_, control: string) => CONTROLS.get(control) ?? '');
    const read = { sequence, at: sequence * 1000, attempt, host: 'algo-1', message };
    sequence++;
    return read;
  };
};

/** Of all attempts that the text begins, in order: one that printed nothing is one all the same. */
export interface LogAnswer {
  counts: TrainingModel['counts'];
  attempts: {
    attempt: number;
    epochs: Record<string, { done: boolean; of?: number; metrics: Record<string, number> }>;
    reached?: number;
  }[];
  resumes: {
    attempt: number;
    verdict: ResumeVerdict;
    at?: number;
    from?: string;
    older?: boolean;
    lost?: number;
  }[];
  series: number;
}

export const answerOf = ({ counts, attempts, resumes }: TrainingModel): LogAnswer => ({
  counts,
  attempts: attempts.map(attemptAnswer),
  resumes: resumes.map(({ attempt, verdict, at, from, older, lost }) => ({
    attempt,
    verdict,
    ...(at !== undefined && { at: tidy(at) }),
    ...(from !== undefined && { from }),
    ...(older !== undefined && { older }),
    ...(lost !== undefined && { lost: tidy(lost) }),
  })),
  series: Math.max(1, attempts.at(-1)?.series.filter(({ discarded }) => !discarded).length ?? 1),
});

const attemptAnswer = ({ attempt, series, reached }: AttemptModel): LogAnswer['attempts'][number] => ({
  attempt,
  epochs: Object.fromEntries(
    (series.at(-1)?.epochs ?? []).map(({ number, done, of, metrics }) => [
      number,
      { done, ...(of !== undefined && { of }), metrics },
    ]),
  ),
  ...(reached !== undefined && { reached: tidy(reached) }),
});

const tidy = (value: number) => Math.round(value * 1e6) / 1e6;
