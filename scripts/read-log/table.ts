/** What was read, for a person at a terminal. */
import { type AttemptModel, type ResumeModel, type TrainingModel } from '../../lib/training-log/model';
import { WOULD_TELL } from '../../lib/training-log/would-tell';

const MAX_ROWS = 60;
const MAX_METRICS = 6;

export const tableOf = (model: TrainingModel): string => {
  const lines = [`counts: ${model.counts ?? 'nothing'}`];
  for (const attempt of model.attempts) lines.push('', ...attemptLines(attempt, model.counts ?? 'step'));
  for (const resume of model.resumes) lines.push('', ...resumeLines(resume));
  return `${lines.join('\n')}\n`;
};

const attemptLines = ({ attempt, series, reached, planned }: AttemptModel, unit: string): string[] => {
  const latest = series.at(-1);
  const of = planned === undefined ? '' : ` of ${number(planned)}`;
  const lines = [
    `attempt ${attempt}: ${reached === undefined ? 'no position' : `${number(reached)}${of} ${unit}s reached`}${series.length > 1 ? `, ${series.length} series` : ''}`,
  ];
  if (!latest) return lines;
  const rows = latest.epochs.map(({ number: epoch, done, metrics }) => [
    `${unit} ${epoch}${done ? '' : ' (under way)'}`,
    ...Object.entries(metrics)
      .slice(0, MAX_METRICS)
      .map(([name, value]) => `${name} ${number(value)}`),
  ]);
  const shown =
    rows.length > MAX_ROWS ? [...rows.slice(0, MAX_ROWS / 2), ['…'], ...rows.slice(-MAX_ROWS / 2)] : rows;
  const widths = shown.reduce<number[]>(
    (all, row) =>
      row.reduce(
        (sum, cell, index) => Object.assign(sum, { [index]: Math.max(sum[index] ?? 0, cell.length) }),
        all,
      ),
    [],
  );
  for (const row of shown)
    lines.push(
      `  ${row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd()}`,
    );
  for (const { split, metrics } of latest.evaluations.slice(-3)) {
    lines.push(
      `  ${split}: ${Object.entries(metrics)
        .map(([name, value]) => `${name} ${number(value)}`)
        .join('  ')}`,
    );
  }
  return lines;
};

const resumeLines = ({
  attempt,
  verdict,
  at,
  from,
  older,
  newest,
  lost,
  evidence,
  wouldTell,
}: ResumeModel): string[] => [
  [
    `attempt ${attempt} ${VERDICTS[verdict]}`,
    at === undefined || verdict !== 'resumed' ? '' : ` at ${number(at)}`,
    from === undefined ? '' : ` from ${from}`,
    older === true ? `, although ${newest ?? 'a newer one'} was there` : '',
    lost === undefined || lost === 0 ? '' : `; ${number(lost)} trained again`,
  ].join(''),
  ...evidence.map(({ line, text }) => `  line ${line + 1}: ${text.slice(0, 110)}`),
  ...wouldTell.map((what) => `  would tell: ${WOULD_TELL[what]}`),
];

const VERDICTS: Record<ResumeModel['verdict'], string> = {
  resumed: 'resumed',
  'from-scratch': 'began from scratch, though a checkpoint was in S3',
  'nothing-to-resume': 'had nothing to resume',
  'cannot-tell': 'cannot be judged',
};

const number = (value: number): string => String(Number(value.toPrecision(6)));
