/** Recognises where a line says which epoch, round or step it is of, by the forms that frameworks and scripts print. */
import { type Counting } from './model';
import { type Split, splitOfWord } from './metric-names';

export interface Mark {
  axis: Counting;
  /** The form it is printed in: a log may count in two of them, from 0 and from 1. */
  style: string;
  number: number;
  /** A part of an epoch is printed (`1.28`): the number is a position itself. */
  fraction: boolean;
  of?: number;
  /** Steps within the epoch, where the line names them; `steps` of them are an epoch. */
  step?: number;
  steps?: number;
  /** The step count is printed as full. */
  full?: boolean;
  split?: Split;
  splitWord?: string;
  /** The line says that it begins or ends here. */
  begins?: boolean;
  ends?: boolean;
  /** Nothing else stands in the line: an announcement. */
  alone?: boolean;
  /** Where the rest of the text begins. */
  end: number;
}

const SPLIT = 'train(?:ing)?|val(?:id(?:ation)?)?|dev|test(?:ing)?|eval(?:uation)?|evaluating|validating';
const LEAD_WORD = `start(?:ing|ed)?|begin(?:ning)?|began|end(?:ing)?|of|finish(?:ed|ing)?|complet(?:ed|ing)|done|results?|for|after|summary|stats|metrics|running|in|at|on|the|current|this|set|loop|model|now|average|total|mean|${SPLIT}`;
const LEAD = String.raw`[^\w{]{0,24}(?:(?:${LEAD_WORD})[\s:|,()[\]>-]{1,6}){0,5}`;
const NUMBER_END = String.raw`(?![\d\w%]|\.[A-Za-z]|\/[A-Za-z])`;
/** Keras, MXNet, PyTorch and most scripts: `Epoch 3/10`, `Epoch[3]`, `Train Epoch: 3`, `| end of epoch 3 |`, `Epoch(val) [1]`. */
const HEADER = new RegExp(
  String.raw`(${LEAD})(epoch|epochs|ep\.?)(?:[\s_]?(?:num(?:ber)?|no\.?|idx|index|id))?\s{0,4}(?:\((${SPLIT})\))?\s{0,4}[:#=_-]?\s{0,4}[[(]?\s{0,8}(\d{1,9})(\.\d{1,20})?(?:\s{0,4}(?:\/|of|out of)\s{0,4}(\d{1,9})(?![\d.]))?${NUMBER_END}\s{0,3}[\])]?`,
  'iy',
);
/** timm: `Train: 0 [ 625/1251 ( 50%)]`; `[Train] [3/10]`. */
const NAMED = new RegExp(
  String.raw`[^\w{]{0,8}(${SPLIT}):\s{1,4}\[?(\d{1,6})(?:\/(\d{1,6}))?\]?\s{1,4}(?=\[\s{0,8}\d)`,
  'iy',
);
/** catalyst: `1/10 * Epoch (train): loss: 0.5`. */
const STARRED = new RegExp(String.raw`(\d{1,9})\/(\d{1,9})\s\*\sEpoch\s(?:\d{1,9}\s)?\((${SPLIT})\):?`, 'iy');
/** espnet: `3epoch results:`, `3epoch:train:1-50batch:`. */
const SUFFIXED = new RegExp(
  String.raw`(\d{1,9})(?:\/(\d{1,9}))?\s?epoch(?::(${SPLIT}))?(?::\d{1,9}-(\d{1,9})batch)?(?=[:\s])`,
  'iy',
);
/** The PyTorch tutorial: `[2,  4000] loss: 1.845`, epoch and step. */
const TUTORIAL = /\[(\d{1,9}),\s{0,8}(\d{1,12})\]\s{0,4}(?=[A-Za-z])/y;
/** A member of a dictionary or a list of names and values: `{'loss': 0.35, 'epoch': 2.5}`, `step=100 epoch=3`. */
const MEMBER =
  /(?:^|[\s,;{|([/])['"]?(?:(?:train|trainer|current|cur|global|training)[/_ ]?)?epoch(?:_?(?:num|idx|number|id|index))?['"]?\s{0,4}[:=]\s{0,4}['"]?(\d{1,9})(\.\d{1,20})?(?:\s?\/\s?(\d{1,9}))?(?:e[-+]\d{1,3})?(?![\w.])/i;
const LONE =
  /^(?:.{0,300}?[\])|>:,;-]\s{1,8})(?=(?:(?:train(?:ing)?|val(?:id(?:ation)?)?|test|end of|start(?:ing)?)\s)?epoch[\s:[#=]{0,4}\d)/i;

const ROUND = /\[(\d{1,9})\]:?[\s]{1,8}(?=[A-Za-z])/y;
const ASSIGNED = /^[\w./-]{1,60}\s?=/;
const CATBOOST = /(\d{1,9}):\s{1,8}(?=(?:learn|test|total|bestTest)\b)/y;
const ROUND_WORD =
  /[^\w{]{0,20}(?:(?:boost(?:ing)?|federated|fl|server|global|communication)[\s_]){0,2}rounds?\s{0,3}[:#=-]?\s{0,3}\[?(\d{1,9})(?:\s{0,3}(?:\/|of)\s{0,3}(\d{1,9}))?(?![\w.])\]?/iy;
const STEP_WORD = String.raw`(?:global|train(?:ing)?|current|total|optimizer|trainer|env)?[\s_/]?(?:steps?|iter(?:ation)?s?|updates?|num_updates|timesteps?|it)`;
const STEP = new RegExp(
  String.raw`(${LEAD})${STEP_WORD}\s{0,4}[:#=]?\s{0,4}[[(]?\s{0,12}(\d[\d,]{0,12})(?:\s{0,6}(?:\/|of)\s{0,8}(\d[\d,]{0,12}))?${NUMBER_END}\s{0,3}[\])]?`,
  'iy',
);
const STEP_MEMBER =
  /(?:^|[\s,;{|([])['"]?(?:(?:global|train|trainer|current|total)[/_ ]?(?:global_)?)?(?:step|iter|iteration|num_updates|updates|num_timesteps|total_timesteps|env_step)['"]?\s{0,4}[:=]\s{0,4}['"]?(\d{1,12})(?:\s?\/\s?(\d{1,12}))?(?![\w.]|\/)/i;
/** ` 0.5000 (iter 300)` darknet: `100: 2.5, 2.7 avg loss, 0.001 rate`. */
const DARKNET = /(\d{1,9}):\s{1,4}[\d.]{1,20},\s{1,4}(?=[\d.]{1,20}\s{1,4}avg)/y;

const at = (pattern: RegExp, text: string, from = 0): RegExpExecArray | null => {
  pattern.lastIndex = from;
  return pattern.exec(text);
};

/** Most lines name neither: one look before the patterns that need it. */
const HAS_EPOCH = /ep/i;
const HAS_STEP = /step|it|update/i;

/** @param text a piece without its prefixes */
export const epochMarkOf = (text: string): Mark | undefined => {
  const hasEpoch = HAS_EPOCH.test(text);
  const header = hasEpoch ? headerAt(text, 0) : undefined;
  if (header) return header;
  const named = at(NAMED, text);
  if (named) {
    return {
      ...base('epoch', `named`, named[2]),
      ...optional(named[3]),
      ...splitFrom(named[1]),
      ...stepsFrom(text, named[0].length),
    };
  }
  const starred = hasEpoch ? at(STARRED, text) : null;
  if (starred) {
    const [whole, number, of, split] = starred;
    return { ...base('epoch', 'starred', number), ...optional(of), ...splitFrom(split), end: whole.length };
  }
  const suffixed = hasEpoch ? at(SUFFIXED, text) : null;
  if (suffixed) {
    const rest = suffixed[0].length;
    return {
      ...base('epoch', 'suffixed', suffixed[1]),
      ...optional(suffixed[2]),
      ...splitFrom(suffixed[3]),
      ...(suffixed[4] !== undefined ? { step: Number(suffixed[4]), end: rest } : stepsFrom(text, rest)),
    };
  }
  const tutorial = at(TUTORIAL, text);
  if (tutorial) {
    return { ...base('epoch', 'tutorial', tutorial[1]), step: Number(tutorial[2]), end: tutorial[0].length };
  }
  return undefined;
};

const headerAt = (text: string, from: number): Mark | undefined => {
  const found = at(HEADER, text, from);
  if (!found) return undefined;
  const [whole, lead = '', word = '', split, number, decimals, of] = found;
  if (/s$/i.test(word) && of === undefined) return undefined;
  if (/^ep/i.test(word) && word.length < 5 && !/^\W{0,24}$/.test(lead)) return undefined;
  const end = from + whole.length;
  const mark: Mark = {
    axis: 'epoch',
    style: decimals === undefined ? shapeOf(whole) : 'member',
    number: Number((number ?? '0') + (decimals ?? '')),
    fraction: decimals !== undefined,
    end,
  };
  const behind = text.slice(end);
  const hasWord = /[a-z]/i.test(lead);
  if (of !== undefined) Object.assign(mark, optional(of));
  const splitWord = split ?? (hasWord ? lastSplitIn(lead) : undefined);
  if (splitWord !== undefined) Object.assign(mark, splitFrom(splitWord));
  if (hasWord && BEGINS.test(lead)) mark.begins = true;
  if (NO_WORD.test(behind)) mark.alone = true;
  if ((hasWord && ENDS.test(lead)) || ENDED.test(behind)) mark.ends = true;
  return Object.assign(mark, stepsFrom(text, end));
};
const NO_WORD = /^[\W_]{0,200}$/;
/** The header with its numbers left out: a log that counts twice prints two shapes. */
const shapeOf = (header: string) => header.toLowerCase().replace(/\d+/g, '#').replace(/\s+/g, ' ').trim();
const SPLITS = new RegExp(`\\b(?:${SPLIT})\\b`, 'gi');
const lastSplitIn = (lead: string): string | undefined => [...lead.matchAll(SPLITS)].at(-1)?.[0];
const BEGINS = /start|begin|began/i;
const ENDS = /\b(?:end|ending|finish|finished|completed|done|after|results?|summary|stats)\b/i;
const ENDED =
  /^[\s:|,.-]{0,6}(?:is\s|has\s|was\s)?(?:finished|complete[d]?|done|ended|summary|results?|took)\b/i;

const base = (axis: Counting, style: string, number: string | undefined) => ({
  axis,
  style,
  number: Number((number ?? '0').replaceAll(',', '')),
  fraction: false,
});
const optional = (of: string | undefined) => (of === undefined ? {} : { of: Number(of.replaceAll(',', '')) });
const splitFrom = (word: string | undefined) => {
  const split = word === undefined ? undefined : splitOfWord(word);
  return split === undefined ? {} : { split, ...(word !== undefined && { splitWord: word }) };
};

/** An epoch named among other names and values, or behind words that no rule knows. */
export const looseEpochMarkOf = (text: string): Mark | undefined => {
  if (!HAS_EPOCH.test(text)) return undefined;
  const member = MEMBER.exec(text);
  if (member && !PLANS.test(text.slice(0, member.index))) {
    const [, number = '0', decimals, of] = member;
    return {
      axis: 'epoch',
      style: 'member',
      number: Number(number + (decimals ?? '')),
      fraction: decimals !== undefined,
      ...optional(of),
      ...stepAnywhere(text, 0),
      end: 0,
    };
  }
  const lone = text.length < 600 ? LONE.exec(text) : null;
  if (!lone || PLANS.test(lone[0])) return undefined;
  return headerAt(text, lone[0].length);
};
/** What speaks of an epoch without being in it. */
const PLANS =
  /resum|restor|load|best|from\b|restart|checkpoint|sav(?:ed|ing)|namespace\(|config|argument|default|usage/i;

export const roundMarkOf = (text: string): Mark | undefined => {
  const found = at(ROUND, text) ?? at(CATBOOST, text);
  if (found) {
    // Boosters write `name:value`; JAX's loggers count steps so, with `name=value`.
    const axis = ASSIGNED.test(text.slice(found[0].length)) ? 'step' : 'round';
    return { ...base(axis, 'bracket', found[1]), end: found[0].length };
  }
  const word = at(ROUND_WORD, text);
  if (!word) return undefined;
  return { ...base('round', 'word', word[1]), ...optional(word[2]), end: word[0].length };
};

export const stepMarkOf = (text: string): Mark | undefined => {
  const hasStep = HAS_STEP.test(text);
  const found = hasStep ? at(STEP, text) : null;
  if (found) {
    const lead = found[1] ?? '';
    const mark: Mark = { ...base('step', 'header', found[2]), end: found[0].length };
    if (found[3] !== undefined) Object.assign(mark, optional(found[3]));
    if (/[a-z]/i.test(lead)) Object.assign(mark, splitFrom(lastSplitIn(lead)));
    return mark;
  }
  const darknet = at(DARKNET, text);
  if (darknet) return { ...base('step', 'darknet', darknet[1]), end: darknet[0].length };
  const member = hasStep ? STEP_MEMBER.exec(text) : null;
  if (!member || PLANS.test(text.slice(0, member.index))) return undefined;
  return { ...base('step', 'member', member[1]), ...optional(member[2]), end: 0 };
};

const COUNTED = String.raw`(?:global[ _]?)?(?:mini-?)?(?:batch(?:es)?|steps?|iter(?:ation)?s?|it|samples?|updates?|progress|examples?|images?)(?:[ _](?:idx|num|no|id|index))?`;
/** Right behind the epoch: `[1500/14659]`, `Batch [20]`, `, Step [100/600]`, `|   200/ 2983 batches`, `step 250/500`. */
const STEP_BEHIND = new RegExp(
  String.raw`[\s|,;:()–-]{0,12}(${COUNTED}[\s:=#.]{0,4})?([[(]?)\s{0,12}(\d{1,12})(?:\s{0,6}(?:\/|of)\s{0,8}(\d{1,12}))?(?![\d]|\.\d)(?:[^\d%\]]{0,6}(\d{1,3})(?:\.\d{1,6})?\s?%)?(\s{0,4}\)?\])?`,
  'iy',
);
const STEP_LATER = new RegExp(
  String.raw`(?:^|[^\w])${COUNTED}[\s:=#]{0,4}[[(]?\s{0,10}(\d{1,12})(?:\s{0,4}(?:\/|of)\s{0,6}(\d{1,12}))?(?!\d|\.\d|\/)|\[\s{0,10}(\d{1,12})\s{0,4}\/\s{0,6}(\d{1,12})(?=[\s\](])|(?:^|\s)(\d{1,12})\s{0,2}\/\s{0,4}(\d{1,12})\s{1,3}(?:batches|steps|iters|iterations)`,
  'i',
);
const PERCENT_BEHIND = /[\s|,:;([]{0,8}(\d{1,3}(?:\.\d{1,4})?)\s?%/y;

const stepsFrom = (
  text: string,
  from: number,
): { step?: number; steps?: number; full?: boolean; end: number } => {
  const behind = at(STEP_BEHIND, text, from);
  if (behind) {
    const [whole, word, open, step, steps, percent, close] = behind;
    const isBracket = open === '[' && close !== undefined;
    if (word !== undefined || isBracket || (steps !== undefined && Number(step) <= Number(steps))) {
      const found: { step: number; steps?: number; full?: boolean; end: number } = {
        step: Number(step),
        end: from + whole.length,
      };
      if (steps !== undefined && Number(steps) > 0) found.steps = Number(steps);
      if (Number(percent) >= 100) found.full = true;
      return found;
    }
  }
  const percent = at(PERCENT_BEHIND, text, from);
  if (percent && Number(percent[1]) <= 100 && !/^\|/.test(text.slice(from + percent[0].length))) {
    const bar = /^[^\d]{0,120}?(\d{1,9})\/(\d{1,9})[\s[]/.exec(
      text.slice(from + percent[0].length, from + percent[0].length + 160),
    );
    if (!bar) return { step: Number(percent[1]), steps: 100, end: from + percent[0].length };
  }
  return { ...stepAnywhere(text, from), end: from };
};

const stepAnywhere = (text: string, from: number): { step?: number; steps?: number } => {
  const found = STEP_LATER.exec(text.slice(from, from + 300));
  if (!found) return {};
  const step = found[1] ?? found[3] ?? found[5];
  const steps = found[2] ?? found[4] ?? found[6];
  return { step: Number(step), ...(steps !== undefined && Number(steps) > 0 && { steps: Number(steps) }) };
};
