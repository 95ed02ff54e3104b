/** Metric patterns from the texts that a script prints or logs: a number after its name. */
import { compileMetricRegex } from '../metric-regex';
import { type Call, partsOfPercent, type TemplatePart } from './python-values';
import { type PythonFile } from './read-python';

export interface FoundMetric {
  name: string;
  regex: string;
  /** A line as the script would print it, of which the pattern takes the number. */
  sample: string;
  line: number;
}

const printing =
  /^(print|tqdm\.write|.*\bprint|.*\bwrite|.*\b(info|debug|warning|log|set_postfix_str|set_description))$/;
const measuring =
  /(^|[^a-z])(loss(es)?|acc(uracy)?|err(or)?|mse|rmse|mae|mape|msle|f1|auc|roc[_ -]?auc|precision|recall|r2|r\^2|perplexity|ppl|bleu|rouge[-_l12]*|score|m?ap|iou|m?iou|dice|reward|return|lr|learning[_ -]?rate|psnr|ssim|fid|wer|cer|kl|elbo|top[-_ @]?[15]|metric|gap|norm)([^a-z]|$)/i;
const counting =
  /(^|[^a-z])(epochs?|steps?|iter(ation)?s?|batch(es)?|time|elapsed|eta|sec(ond)?s?|ms|rank|seed|device|size|count|total|num|world|samples?|images?|version|of|in|took|fold|trial)([^a-z]|$)/i;

const number = String.raw`([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)`;
const sampleValue = '0.125';

export const metricsOf = ({ calls, imports }: Pick<PythonFile, 'calls' | 'imports'>): FoundMetric[] => {
  const found = new Map<string, FoundMetric>();
  for (const call of calls) {
    for (const metric of metricsOfCall(call)) {
      if (!found.has(metric.name)) found.set(metric.name, metric);
    }
  }
  if (found.size === 0) for (const metric of kerasMetrics({ calls, imports })) found.set(metric.name, metric);
  return apart([...found.values()]).filter(isWorking);
};

const metricsOfCall = (call: Call): FoundMetric[] => {
  const parts = partsOfCall(call);
  if (parts === undefined) return [];
  const sample = sampleOf(parts);
  return parts.flatMap((part, index) => {
    const before = parts[index - 1];
    if (typeof part === 'string' || typeof before !== 'string') return [];
    const label = labelBefore(before);
    if (label === undefined || !measures(label.name, part)) return [];
    return [
      {
        name: label.name.toLowerCase().replaceAll(/\s+/g, '_'),
        regex: `${/^\w/.test(label.written) ? String.raw`\b` : ''}${escaped(label.written)}${number}`,
        sample,
        line: call.line,
      },
    ];
  });
};

/** What is printed, in one line of parts; undefined where it is no format. */
const partsOfCall = ({ callee, args }: Call): TemplatePart[] | undefined => {
  if (!printing.test(callee)) return undefined;
  const positional = args.filter(({ name }) => name === undefined);
  const [first] = positional;
  if (!first) return undefined;
  if (positional.length === 1 || first.template) return first.template && lineOf(first.template);
  // The logger's own way: logger.info('loss %.3f', loss).
  if (typeof first.literal === 'string' && callee !== 'print' && /%[^%]/.test(first.literal))
    return lineOf(partsOfPercent(first.literal));
  // print('loss', loss): values are joined by blanks.
  if (!/print$/.test(callee)) return undefined;
  return joined(
    positional.map(({ literal, template, text }) =>
      typeof literal === 'string' ? [literal] : (template ?? [{ format: '', expression: text }]),
    ),
  );
};

const joined = (values: TemplatePart[][]): TemplatePart[] =>
  lineOf(values.flatMap((parts, index) => (index === 0 ? parts : [' ', ...parts])));

/** The parts of one line, with neighbouring texts as one. */
const lineOf = (parts: readonly TemplatePart[]): TemplatePart[] => {
  const line: TemplatePart[] = [];
  for (const part of parts) {
    const before = line.at(-1);
    if (typeof part === 'string' && typeof before === 'string') line[line.length - 1] = before + part;
    else line.push(part);
  }
  return line;
};

/** The words right before a number, with the sign between: `val loss: `, `acc=`. */
const labelBefore = (text: string): { name: string; written: string } | undefined => {
  const line = text.slice(-120).split('\n').at(-1) ?? '';
  const [written, words = ''] =
    /([A-Za-z@#](?:[\w@#/.^-]|:(?=\w))*(?: [A-Za-z@#][\w@#/.^-]*){0,2})\)?["']?(?:\s*[:=]\s*|\s+)\$?$/.exec(
      line,
    ) ?? [];
  const name = words.replace(/[:.-]+$/, '');
  return written === undefined || name === '' || name.length > 60 ? undefined : { name, written };
};

/** By its name, or by a format that only a measured number has. */
const measures = (name: string, { format }: { format: string }): boolean => {
  if (measuring.test(name.replaceAll('_', ' '))) return !/^s$|d$/.test(format) || format === '';
  return /\.\d+[efg]$/i.test(format) && !counting.test(name.replaceAll('_', ' '));
};

const sampleOf = (parts: readonly TemplatePart[]): string =>
  (
    parts
      .map((part) => (typeof part === 'string' ? part : sampleValue))
      .join('')
      .split('\n')
      .find((line) => line.includes(sampleValue)) ?? ''
  )
    .trim()
    .slice(0, 200);

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

/** `loss: ` is not to take the number of `val loss: `, where both are printed. */
const apart = (metrics: readonly FoundMetric[]): FoundMetric[] =>
  metrics.map((metric) => {
    const isPart = metrics.some((other) => other !== metric && other.name.endsWith(`_${metric.name}`));
    return isPart && metric.regex.startsWith(String.raw`\b`)
      ? { ...metric, regex: `(?:^|[^A-Za-z_ ]) ?${metric.regex.slice(2)}` }
      : metric;
  });

const isWorking = ({ regex, sample }: FoundMetric): boolean => {
  const compiled = compileMetricRegex(regex);
  return compiled.ok && compiled.match(sample) === Number(sampleValue);
};

/** Keras prints its own line at the end of an epoch. */
const kerasMetrics = ({ calls, imports }: Pick<PythonFile, 'calls' | 'imports'>): FoundMetric[] => {
  const fit = calls.find(({ callee }) => /\.fit$/.test(callee));
  if (!fit || !imports.some(({ module }) => /^(tensorflow|keras|tf_keras)\b/.test(module))) return [];
  const validates = fit.args.some(({ name }) => name === 'validation_data' || name === 'validation_split');
  const sample = `10/10 - 1s - loss: ${sampleValue} - val_loss: ${sampleValue}`;
  return ['loss', ...(validates ? ['val_loss'] : [])].map((name) => ({
    name,
    regex: String.raw`\b${name}: ${number}`,
    sample,
    line: fit.line,
  }));
};
