import { RE2JS } from 're2js';
import { type MetricSample } from '../../store/metric-store';
import { unescapeControlCharacters } from '../container/line-splitter';
import { MAX_REGEX_PROGRAM, matchedCharacters, regexProgramBound } from '../../../regex/regex-size';
import { messageOf } from '../../core/thrown';

/**
 * Turns log lines into CloudWatch metrics by the job's metric definitions. The regexes are anyone's, so they run
 * on an engine without backtracking. They see the line as CloudWatch shows it (a tab is `#011`), as SageMaker's
 * own definitions expect, and failing that as the program wrote it.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/training-metrics.html
 */
export interface JobMetrics {
  /**
   * The values found, to be stored with their lines; other requests get their turn in between.
   * @param at milliseconds since the epoch
   */
  read(lines: readonly string[], at: number): Promise<MetricSample[]>;
  /** Last value of each metric so far. */
  final(): FinalMetric[];
}

export interface FinalMetric {
  name: string;
  value: number;
  timestamp: number;
}

interface Definition {
  Name: string;
  Regex: string;
}

const namespace = '/aws/sagemaker/TrainingJobs';

/** FinalMetricDataList holds 32-bit floats. */
export const asFloat32 = (value: number): number => Number(Math.fround(value).toPrecision(8));

/** What a regex may cost between two turns of other work: its instructions times the characters it is run on. */
const stepsPerTurn = 200_000;

let lastTurn: Promise<void> = Promise.resolve();
/** One turn of matching at a time, whichever job's: many jobs together hold up the rest no longer than one. */
const nextTurn = (): Promise<void> =>
  (lastTurn = lastTurn.then(() => new Promise((resolve) => setImmediate(resolve))));

const matchValue = (pattern: RE2JS, line: string): number | undefined => {
  const matcher = pattern.matcher(line);
  if (!matcher.find()) return undefined;
  const text = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
  const value = text == null || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
};

/**
 * Compiles a foreign regex.
 * @throws Error that says in words why it is not used
 */
export const compileForeignRegex = (regex: string): { pattern: RE2JS; program: number } => {
  const program = regexProgramBound(regex);
  if (program > MAX_REGEX_PROGRAM) {
    throw new Error('its repetitions and character classes make it too large to run; use smaller counts');
  }
  return { pattern: RE2JS.compile(regex), program };
};

/**
 * @param earlier final metrics of the job's earlier attempts.
 * @param warn is given a line about each regex that cannot be used.
 */
export const createJobMetrics = (
  job: { name: string; definitions: readonly Definition[]; earlier: readonly FinalMetric[] },
  warn: (message: string) => void,
): JobMetrics => {
  const patterns = job.definitions.flatMap(({ Name: name, Regex }) => {
    try {
      const { pattern, program } = compileForeignRegex(Regex);
      return [{ name, pattern, program, characters: matchedCharacters(program) }];
    } catch (error) {
      const reason = messageOf(error);
      warn(`Metric ${name} is not recorded, its regex cannot be used: ${reason}`);
      return [];
    }
  });
  const last = new Map(job.earlier.map((metric) => [metric.name, metric]));
  const dimensions = { TrainingJobName: job.name };
  let saidThatLinesAreCut = false;
  let steps = 0;

  /** The part of the line that the pattern is run on. */
  const takeHead = (line: string, characters: number): string => {
    if (line.length <= characters) return line;
    if (!saidThatLinesAreCut) {
      saidThatLinesAreCut = true;
      warn(`Lines longer than ${characters} characters are searched for metrics in their beginning only.`);
    }
    return line.slice(0, characters);
  };

  return {
    async read(lines, at) {
      if (patterns.length === 0) return [];
      const samples: MetricSample[] = [];
      for (const line of lines) {
        const plain = line.includes('#') ? unescapeControlCharacters(line) : line;
        for (const { name, pattern, program, characters } of patterns) {
          const head = takeHead(line, characters);
          const plainHead = plain.slice(0, characters);
          const value =
            matchValue(pattern, head) ?? (plain === line ? undefined : matchValue(pattern, plainHead));
          steps += program * (head.length + 1);
          if (steps > stepsPerTurn) {
            steps = 0;
            await nextTurn();
          }
          if (value === undefined) continue;
          samples.push({
            namespace,
            metricName: name,
            dimensions,
            timestamp: at,
            sampleCount: 1,
            sum: value,
            minimum: value,
            maximum: value,
            storageResolution: 1,
          });
          last.set(name, { name, value: asFloat32(value), timestamp: at });
        }
      }
      return samples;
    },
    final: () => [...last.values()],
  };
};
