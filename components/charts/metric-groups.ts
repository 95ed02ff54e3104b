/**
 * Decides which metrics share a chart: the training and the validation value of one quantity belong together
 * (`loss` and `val_loss`, XGBoost's `train-error` and `validation-error`); every other metric has its own chart.
 */
import { capitalized } from '@/lib/training/format';

export interface MetricGroup {
  /** Stable: the quantity in lower case, for element ids and file names. */
  id: string;
  title: string;
  metrics: string[];
}

const SPLIT = /^(train(?:ing)?|val(?:id(?:ation)?)?|test|eval(?:uation)?)[-_:. /]+(?=\S)/i;
const ALIASES: ReadonlyMap<string, string> = new Map([['acc', 'accuracy']]);
const FIRST = ['loss', 'accuracy'];

/** Groups in reading order: loss, accuracy, then the rest as they first appeared. */
export const groupMetrics = (metrics: readonly string[]): MetricGroup[] => {
  const groups = new Map<string, MetricGroup>();
  for (const metric of metrics) {
    const quantity = metric.replace(SPLIT, '').toLowerCase();
    const id = ALIASES.get(quantity) ?? quantity;
    const group = groups.get(id) ?? { id, title: titleOf(id), metrics: [] };
    if (!group.metrics.includes(metric)) group.metrics.push(metric);
    groups.set(id, group);
  }
  for (const group of groups.values())
    group.metrics.sort((a, b) => Number(isHeldOut(a)) - Number(isHeldOut(b)));
  return [...groups.values()].sort((a, b) => rank(a.id) - rank(b.id));
};

const rank = (id: string) => {
  const index = FIRST.indexOf(id);
  return index === -1 ? FIRST.length : index;
};

/** The training value comes first, so that it has the same colour in every chart. */
const isHeldOut = (metric: string) => /^(val|test|eval)/i.test(metric) && SPLIT.test(metric);

const titleOf = (id: string) => {
  const words = id.replace(/[_:-]+/g, ' ').trim();
  return capitalized(words);
};
