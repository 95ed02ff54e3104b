/**
 * Finds `name: value` and `name=value` in a line, with the names as printed. A fraction, a clock, a duration or a
 * value with a unit is not a metric. A value that is not finite is given as such, for the caller to leave a gap.
 */
export interface MetricPair {
  name: string;
  /** NaN or infinite where the script printed that. */
  value: number;
}

const NAME = String.raw`(?:(?:train(?:ing)?|val(?:id(?:ation)?)?|test|eval(?:uation)?)\s|[A-Za-z]\w{0,30}'s\s)?[A-Za-z][\w@/.-]{0,63}`;
const VALUE = String.raw`[-+]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:e[-+]?\d{1,4})?|[-+]?(?:nan|inf(?:inity)?)`;
const NUMBER_ENDS = String.raw`(?![\w/]|[.:]\d|\s?(?:s|ms|sec|secs|seconds|min|samples|images|img|it|steps|KB|MB|GB)\b|\s?(?:s|it|ms)\/)`;

const PAIR = new RegExp(String.raw`(?<![\w-])(${NAME})['"]?\s{0,4}[:=]\s{0,8}(${VALUE})${NUMBER_ENDS}`, 'gi');
/** In a table row, a name and its value may stand between bars: `| loss 6.87 | ppl 965 |`. */
const CELL = new RegExp(String.raw`\|\s{0,8}(${NAME})\s{1,8}(${VALUE})(?=\s{0,8}(?:\||$))`, 'gi');

/** Names that count or tell the time, and measure nothing. */
const COUNTERS =
  /^(?:epochs?|steps?|batch(?:es)?|iter(?:ation)?s?|global_step|round|eta|time|elapsed|cost|rank|pid|seed|port|line|size|version|world_size|num_\w+|total_\w+)$/i;

/** @param line one piece of a log message, already bounded in length */
export const metricPairsOf = (line: string): MetricPair[] => {
  const pairs: MetricPair[] = [];
  const collect = (pattern: RegExp) => {
    for (const [, name = '', value = ''] of line.matchAll(pattern)) {
      const tidy = name.replace(/\s+/g, ' ');
      if (!COUNTERS.test(tidy)) pairs.push({ name: tidy, value: numberOf(value) });
    }
  };
  collect(PAIR);
  if (line.includes('|')) collect(CELL);
  return pairs;
};

const numberOf = (text: string): number => (/[ni]/i.test(text) ? Number.NaN : Number(text));

/** Whether a name is one that learning is measured by, for lines that nothing else marks as metrics. */
export const isLearningMetric = (name: string): boolean => LEARNING.test(name);

const LEARNING =
  /loss|acc(?:uracy)?(?![a-z])|error|auc|f1|precision|recall|rmse|\bmae\b|\bmse\b|mape|perplexity|ppl|bleu|rouge|\biou\b|\bmap\b|\br2\b|entropy|reward|top[-_]?[15]/i;
