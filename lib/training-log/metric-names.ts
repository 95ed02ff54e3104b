/** Tells names that measure learning from names that count, keep time or describe the machine. */
import { remembered } from './remembered';

/** Words that make a name a counter, a clock, a speed or a size, whatever else is in it. */
const HARD = new Set(
  (
    's time times timer runtime wall walltime duration elapsed eta remaining second seconds sec secs ms millis minutes ' +
    'minute mins hours hour speed throughput fps tps qps wps ups wpb bsz ips flops tflops gflops mfu mem memory ram vram gpu ' +
    'gpus cpu cpus maxmem version v_num pid tid ppid thread threads process processes seed port host rank world world_size ' +
    'workers worker num nums number count counts updates ntokens nsentences tokens examples instances images parameters ' +
    'params nparams samples bytes mb gb kb size sizes imgsz width height date timestamp percent skipped patience line ' +
    'lineno scale gb_free allocated reserved cached cost_time timesteps usage utilization bandwidth clock started finished lasttime latency labels dur'
  ).split(/\s+/),
);
/** Words that count, unless the name also says what is measured (`avg_epoch_loss`, `batch_acc`). */
const SOFT = new Set(
  (
    'epoch epochs ep step steps global_step iter iters iteration iterations it batch batches round rounds update progress total ' +
    'data id idx index level of max min best forward backward len length host host_id size n fold trial stage phase job ' +
    'attempt try retry status code exit year month day gpu_id device cuda left wait every interval freq warmup world local global trainer current node completed'
  ).split(/\s+/),
);

const LEARNING =
  /loss|acc(?:uracy|s|\b|_|@|\d)|error|(?:^|[^a-z])err(?:[^a-z]|$)|auc|auroc|(?:^|[^a-z])f1|f[-_]?score|fscore|fbeta|precision|recall|rmse|rmsle|(?:^|[^a-z])n?mae(?:[^a-z]|$)|(?:^|[^a-z])n?mse(?:[^a-z]|$)|mape|smape|perplexity|(?:^|[^a-z])ppl|bleu|rouge|meteor|(?:^|[^a-z])(?:m?iou|dice|map\d{0,2}|ap|ap50|ap75|ndcg|mrr|psnr|ssim|fid|cer|wer|kl|elbo|nll|r2|kappa|mcc|ll|bce|ce|l1|l2)(?:[^a-z]|$)|entropy|reward|return|score|likelihood|objective|top[-_ ]?[15](?:[^0-9]|$)|sensitivity|specificity|likelihood|correlation|pearson|spearman|hit[-_@]?\d|quality|divergence|merror|metric/i;
const SETTINGS =
  /^(?:[\w./-]{0,20}[_/. -])?(?:lr|learning[_ ]?rate|momentum|mom|wd|weight[_ ]?decay|eta|beta\d?|grad[_ ]?norm|gnorm|alpha|temperature|dropout|clip)$/i;

/** `metric`: measured; `other`: may be measured, nothing speaks against it; `setting`: lr and its kind. */
export type NameKind = 'metric' | 'other' | 'setting' | 'counter';

export const kindOfName = remembered((name): NameKind => {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[\s_/.\-@'"<>()[\]:#]+/)
    .filter((word) => word !== '');
  if (words.length === 0 || !/[a-z]/i.test(name)) return 'counter';
  if (SETTINGS.test(name.trim())) return /^eta$/i.test(name) ? 'counter' : 'setting';
  const measured = LEARNING.test(name);
  if (words.some((word) => HARD.has(word)) && !(measured && words.every((word) => !TIMES.has(word))))
    return 'counter';
  if (measured) return 'metric';
  if (/^(?:n|num|total|v|nb)[_ ]/i.test(name) || SPEED.test(name)) return 'counter';
  // CatBoost's `learn` and `test` stand for the metric itself.
  if (words.every((word) => SPLIT_WORD.test(word))) return 'other';
  return words.every((word) => SOFT.has(word) || SPLIT_WORD.test(word)) ? 'counter' : 'other';
});

/** Of the hard words, those that win even where the name says that something is measured (`loss_time`). */
const TIMES = new Set(
  'time runtime wall duration elapsed seconds second sec speed version num number count scale memory mem'.split(
    ' ',
  ),
);
const SPEED =
  /(?:batch|reader|data|step|comm)_cost|\/(?:s|sec|second|step|it|iter|batch|epoch|min|h)$|per[_ ](?:s|sec|second|step|it)/i;
const SPLIT_WORD = /^(?:train(?:ing)?|val(?:id(?:ation)?)?|test(?:ing)?|eval(?:uation)?|dev)$/;

export type Split = 'train' | 'val' | 'test' | 'eval';

/** @param word a word that stands for the part of the data; undefined for any other */
export const splitOfWord = (word: string): Split | undefined => {
  const found = WORD.exec(word.trim());
  if (!found) return undefined;
  const start = (found[1] ?? '').toLowerCase();
  if (start.startsWith('tr')) return 'train';
  if (start.startsWith('test')) return 'test';
  return start.startsWith('ev') ? 'eval' : 'val';
};
const WORD =
  /^(train(?:ing)?|val(?:id(?:ation)?)?|valset|dev|test(?:ing)?|eval(?:uation|uating)?|validating)\.?$/i;

/** The split that a metric's own name tells: `val_loss`, `Validation-accuracy`, `eval/f1`, `valid_0's auc`. */
export const splitInName = remembered((name): Split | undefined => {
  const found = IN_NAME.exec(name);
  return found ? splitOfWord(found[1] ?? found[2] ?? '') : undefined;
});
const IN_NAME =
  /^(train(?:ing)?|val(?:id(?:ation)?)?|dev|test(?:ing)?|eval(?:uation)?)(?:[_\d\s./'-]|$)|[\s_/.([-](train(?:ing)?|val(?:id(?:ation)?)?|dev|test(?:ing)?|eval(?:uation)?)\)?$/i;

/** Names that training and validation share, so that a validation's line needs its word in front of them. */
export const isSharedName = remembered((name) => SHARED.test(name));
const SHARED =
  /^(?:(?:avg|average|mean|total|overall|final|epoch|running)[\s_.]{0,2}){0,3}(?:loss\w{0,4}|acc(?:uracy)?(?:[\s_@-]?(?:top)?[-_]?\d)?|acc@\d|(?:top|prec|precision|err|error)[-_@\s]?[15]?|prec@\d|ppl|perplexity|f1(?:[-_ ]score)?|auc|mse|mae|rmse|recall|error|nll|ce|bce|cross[-_ ]?entropy)$/i;
