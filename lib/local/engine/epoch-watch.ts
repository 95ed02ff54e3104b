/**
 * Notices in a program's log that an epoch has ended, for an interruption ordered 'after epoch n'. An epoch has
 * ended when its metrics are printed, or at the latest when the next one starts.
 */
export interface EpochWatch {
  /** @returns the highest epoch that is known to have ended, as the script numbers it; undefined: none yet. */
  push(line: string): number | undefined;
}

const epochNumber = /\bepoch\s*[:#=[(]?\s*(\d+)/i;
const xgboostRound = /^\[(\d+)\](?:#011|\s)+\S*-\S+:/;
const metricValue = /(?:loss|accuracy|acc|error|rmse|auc|mae|mse)\S*\s*[:=]\s*[-+0-9.]/i;
/** A progress bar's `k/N`, where k < N is the middle of an epoch. */
const progressBar = /(\d+)\/(\d+)\s+(?:\[|[━-╿■-◿]|-|#033)/;
const withinEpoch = /\b(?:batch|step|iter(?:ation)?)\b\s*[:#=[(]?\s*\d/i;
const announcement = /^\W*epoch\s*[:#]?\s*\d+\s*(?:\/\s*\d+)?\W*$/i;

export const createEpochWatch = (): EpochWatch => {
  let current: number | undefined;
  let ended: number | undefined;
  const end = (epoch: number) => {
    if (ended === undefined || epoch > ended) ended = epoch;
  };
  const startOf = (epoch: number) => {
    if (current !== undefined && epoch > current) end(current);
    current = epoch;
  };

  return {
    push(line) {
      const round = xgboostRound.exec(line);
      if (round) {
        startOf(Number(round[1]));
        end(Number(round[1]));
        return ended;
      }
      const named = epochNumber.exec(line);
      const hasMetric = metricValue.test(line);
      if (named && (announcement.test(line) || hasMetric)) startOf(Number(named[1]));
      if (!hasMetric || current === undefined || withinEpoch.test(line)) return ended;
      const bar = progressBar.exec(line);
      if (bar && Number(bar[1]) < Number(bar[2])) return ended;
      end(current);
      return ended;
    },
  };
};
