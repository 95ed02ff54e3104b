/** Says what happens to a job as plain lines, each fact once. */
import { type JobSnapshot } from '../../lib/training/job-snapshot';
import { positionLabel } from '../../lib/training/resume-points';
import { describeStatus } from '../../lib/training/status';

/** @returns the lines that a snapshot adds to those of the snapshots before it */
export const createProgressLines = () => {
  let status = '';
  const said = new Set<string>();
  const once = (key: string, line: string): string[] => {
    if (said.has(key)) return [];
    said.add(key);
    return [line];
  };

  return (snapshot: JobSnapshot): string[] => {
    const { label, terminal, outcome } = describeStatus(snapshot.job);
    const changed = label === status ? [] : [statusLine(label, snapshot.job.failureReason)];
    status = label;
    const lines: string[] = [];
    const { reading } = snapshot;
    for (const { attempt, at, verdict } of reading.resumes) {
      if (verdict !== 'resumed' || at === undefined) continue;
      lines.push(...once(`resume ${attempt}`, `attempt ${attempt} resumes at ${positionLabel(at, reading)}`));
    }
    for (const { attempt, series } of reading.attempts) {
      for (const { number, of, metrics } of series.flatMap(({ epochs }) => epochs)) {
        const accuracy = metrics.val_accuracy;
        if (accuracy === undefined) continue;
        const line = `epoch ${number}${of === undefined ? '' : `/${of}`}: ${percent(accuracy)} of the test digits right`;
        lines.push(...once(`epoch ${attempt} ${number}`, line));
      }
    }
    // A status that ends something comes after what the log said before it.
    return terminal || outcome === 'interrupted' ? [...lines, ...changed] : [...changed, ...lines];
  };
};

/** With the last error that the reason quotes: what comes before it tells where. */
const statusLine = (label: string, failureReason: string | undefined): string => {
  const errors = failureReason?.match(/(?<=^|")\w*Error: [^\n]*?(?="?$)/gm) ?? [];
  const reason = errors.at(-1) ?? failureReason?.split('\n')[0];
  return reason === undefined ? label : `${label}: ${reason}`;
};

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
