/** What one piece of a log message says, apart from what came before it. */
import { type Bar, barOf } from './bars';
import { epochMarkOf, looseEpochMarkOf, type Mark, roundMarkOf, stepMarkOf } from './marks';
import { isSharedName, kindOfName, type Split, splitInName, splitOfWord } from './metric-names';
import { type Notices, noticesOf } from './notices';
import { type MetricPair, pairsOf } from './pairs';
import { placeRanks, type RankName, rankInWords, type Stripped, stripPrefix } from './prefix';
import { remembered } from './remembered';
import { tableHeaderOf, type TableHeader } from './tables';
import { piecesOf } from './text';

export interface LineFacts {
  /** The piece without its prefixes. */
  text: string;
  /** Which process says it, the outermost launcher's name of it first. Absent: the line does not tell. */
  ranks?: RankName[];
  mark?: Mark;
  bar?: Bar & { role: 'epoch' | 'train' | 'plain' | 'eval' };
  /** Metrics and settings, no counters. */
  pairs: MetricPair[];
  notices?: Notices;
  table?: TableHeader;
  /** A step or a global step, where the line names an epoch too. */
  globalStep?: number;
  /** The part of the data that the line is of. */
  split?: { split: Split; word: string };
  /** A callback's words about an epoch: they begin none and give no metric. */
  callback?: boolean;
}

const LOOKS_LIKE_DATA = /\d|epoch|class/i;
/** What is a machine's own record, whose epochs count something else. */
const MACHINE =
  /^#metrics\s?\{|^:::(?:MLP|MLLOG)|^[\w.]{1,60}\s?=\s?\{|^namespace\(|^\w{0,30}args?\b.{0,3}[=:(]|^usage:|^sm_\w+=|^\w+config\b\s?[({:]/i;

/** What a message's pieces say: what was put before the first one belongs to those that are drawn over it too. */
export const factsOf = (message: string): LineFacts[] => {
  const facts: LineFacts[] = [];
  let lead: RankName[] = [];
  for (const piece of withHeads(piecesOf(message))) {
    const { rest, names, ranks } = stripPrefix(piece);
    if (ranks.length > 0) lead = placeRanks(ranks, lead);
    facts.push(...factsOfPiece({ rest, names, ranks: lead }));
  }
  return facts;
};

const MAX_HEAD_CHARACTERS = 300;

/** A piece that is nothing but a prefix is put back before the one that it was cut off from. */
const withHeads = (pieces: string[]): string[] => {
  if (pieces.length < 2) return pieces;
  const whole: string[] = [];
  let head = '';
  for (const [index, piece] of pieces.entries()) {
    const next = pieces[index + 1];
    const own = head + piece;
    const isHead =
      next !== undefined &&
      own.length <= MAX_HEAD_CHARACTERS &&
      stripPrefix(`${own} ${next}`).rest.length <= stripPrefix(next).rest.length;
    if (isHead) head = `${own} `;
    else {
      whole.push(own);
      head = '';
    }
  }
  return whole;
};

const factsOfPiece = (stripped: Stripped): LineFacts[] => {
  const { rest } = stripped;
  if (rest.startsWith('{') && rest.includes('"')) {
    const record = recordOf(rest);
    if (record) return fromRecord(record, stripped, rest);
  }
  return [read(rest, stripped)];
};

const read = (text: string, { ranks, names }: Stripped): LineFacts => {
  const facts: LineFacts = { text, pairs: [] };
  const spoken = rankWithin(text);
  if (spoken || ranks.length > 0) facts.ranks = spoken ? [...ranks, spoken] : ranks;
  const notices = noticesOf(text);
  if (notices) facts.notices = notices;
  if (!LOOKS_LIKE_DATA.test(text) || MACHINE.test(text)) return facts;
  const table = tableHeaderOf(text);
  if (table) {
    facts.table = table;
    return facts;
  }
  const bar = barOf(text);
  if (bar) return withBar(facts, bar);
  if (notices?.resume) return facts;
  return withMark(facts, names);
};

const withBar = (facts: LineFacts, bar: Bar): LineFacts => {
  if (bar.moves) return facts;
  const label = bar.label.replace(/[:\s]+$/, '');
  const mark =
    (label === '' ? undefined : (epochMarkOf(label) ?? looseEpochMarkOf(label))) ??
    (/epoch\W{0,4}\d/i.test(bar.rest) ? looseEpochMarkOf(bar.rest) : undefined);
  if (OVER_EPOCHS.test(label) && bar.steps !== undefined) {
    // A bar over the epochs themselves counts those that are complete.
    facts.pairs = kept(pairsOf(bar.rest));
    facts.mark = { axis: 'epoch', style: 'member', number: bar.step, fraction: true, of: bar.steps, end: 0 };
    return facts;
  }
  const role = mark ? 'epoch' : roleOf(label);
  if (role === undefined) return facts;
  facts.bar = { ...bar, role };
  const labelPairs = role === 'eval' ? [] : pairsOf(label, mark && mark.end <= label.length ? mark.end : 0);
  facts.pairs = kept([...labelPairs, ...pairsOf(bar.rest)]);
  const word = splitWordOf(label);
  if (mark) {
    facts.mark = { ...mark, step: bar.step };
    if (bar.steps !== undefined) facts.mark.steps = bar.steps;
    else delete facts.mark.steps;
    if (mark.split !== undefined) facts.split = { split: mark.split, word: mark.splitWord ?? mark.split };
  } else if (word) facts.split = word;
  return facts;
};

const OVER_EPOCHS = /^(?:train(?:ing)?\s)?epochs?$/i;

const roleOf = (label: string): 'train' | 'plain' | 'eval' | undefined => {
  if (label === '' || /^[\d\s:.,/|-]{1,40}$/.test(label)) return 'plain';
  if (/^\W{0,6}(?:valid|val\b|test|eval|predict|sanity|infer|score)/i.test(label)) return 'eval';
  if (/^\W{0,6}(?:train|fit|step|iter|progress|batch|optimi|learning|global)/i.test(label)) return 'train';
  return /\b(?:loss|acc)\w*\s?[:=]?\s?\d/i.test(label) ? 'plain' : undefined;
};

const withMark = (facts: LineFacts, names: readonly string[]): LineFacts => {
  const { text } = facts;
  const mark = epochMarkOf(text) ?? looseEpochMarkOf(text) ?? otherMarkOf(text);
  if (mark) {
    const rest = text.slice(mark.end);
    if (mark.axis === 'epoch' && CALLBACK.test(rest)) return { ...facts, callback: true };
    facts.pairs = kept(pairsOf(text, mark.end));
    if (mark.axis === 'round' && !facts.pairs.some(isRoundMetric)) facts.pairs = [];
    else facts.mark = mark;
    const step = mark.axis === 'epoch' ? stepMarkOf(rest.trimStart())?.number : undefined;
    // fairseq's sums of an epoch name their updates too; its steps tell their part of the epoch.
    if (step !== undefined && !text.includes('num_updates')) facts.globalStep = step;
    const part =
      mark.axis === 'epoch' && !mark.fraction && mark.step === undefined
        ? partOf(text, mark.number)
        : undefined;
    if (part !== undefined && facts.mark) Object.assign(facts.mark, { step: part, steps: 1 });
    if (mark.style === 'member' && facts.pairs.length === 0) delete facts.mark;
    if (mark.axis === 'step' && !facts.pairs.some(({ name }) => kindOfName(name) === 'metric')) {
      if (mark.of === undefined || facts.pairs.length === 0) delete facts.mark;
    }
    const word = mark.split ? { split: mark.split, word: mark.splitWord ?? mark.split } : splitWordOf(text);
    if (word) facts.split = word;
  } else {
    facts.pairs = kept(pairsOf(text));
    const word = splitWordOf(text);
    if (word) facts.split = word;
  }
  if (names.length > 0) addNamed(facts, names);
  return facts;
};

/** fairseq's loggers are called after what their lines are of: `train_inner`, `valid`. */
const addNamed = (facts: LineFacts, names: readonly string[]): void => {
  const named = names.map(splitOfLogger).find((name) => name !== undefined);
  if (named !== undefined && facts.split === undefined) {
    const split = splitOfWord(named);
    if (split) facts.split = { split, word: named };
  }
  if (facts.mark?.step === undefined && facts.mark && names.some((name) => name.endsWith('_inner')))
    facts.mark.step = 0;
};
const splitOfLogger = remembered((name) => /^(train|valid|val|test|eval)(?:_inner)?$/i.exec(name)?.[1]);

/** fairseq: `"epoch": 2, "update": 1.419` is 0.419 of the second epoch. */
const partOf = (text: string, epoch: number): number | undefined => {
  const found = /["']update["']:\s?["']?(\d{1,9}\.\d{1,12})/.exec(text.slice(0, 400));
  const part = found ? Number(found[1]) - (epoch - 1) : -1;
  return part >= 0 && part <= 1 ? part : undefined;
};

const otherMarkOf = (text: string): Mark | undefined => roundMarkOf(text) ?? stepMarkOf(text);

const isRoundMetric = ({ name, assigned }: MetricPair) =>
  assigned && (/[-']|^(?:learn|test|best|train)/.test(name) || kindOfName(name) === 'metric');

const CALLBACK =
  /^.{0,80}?(?:improv\w{0,4}\b|\bsaving\b|reducing (?:learning rate|lr)|reduce\w{0,12}lr|learningratescheduler|early ?stopping\b(?!\s?(?:counter|\())|restoring model|setting learning rate|adjusting learning rate|\breached\b|not in top|patience)/i;

const kept = (pairs: MetricPair[]): MetricPair[] =>
  pairs.filter(({ name }) => kindOfName(name) !== 'counter');

/** `Test: [ 1/196] …`, ` * Acc@1 …`, `val Loss: …`: the word at the beginning that tells the part of the data. */
const splitWordOf = (text: string): { split: Split; word: string } | undefined => {
  const found =
    /^[^\w{]{0,12}(train(?:ing)?|val(?:id(?:ation)?)?|dev|test(?:ing)?|eval(?:uation|uating)?|validating)(?:\s(?:set|results?|error|metrics|epoch|phase|stats|dataloader|data))?(?:\s?\d{0,3})?\s{0,3}(?:[:|\]>-]|$|\s(?=\[))/i.exec(
      text,
    );
  const split = found ? splitOfWord(found[1] ?? '') : undefined;
  return split ? { split, word: found?.[1] ?? '' } : undefined;
};

const RANK = /rank|gpu|worker/i;
/** `Rank 0, Epoch 1`, `Epoch 1 | rank 1 | loss`, `[Epoch 1][rank 1]`. */
const rankWithin = (text: string): RankName | undefined => {
  if (!RANK.test(text) || !RANK.test(text.slice(0, 120))) return undefined;
  const own =
    /^[^\w]{0,6}((?:global |local )?rank|gpu|worker|process)[\s:#=_[]{0,3}(\d{1,5})\]?(?=[\s,:|>\]-])(?!\s?[:=]\s?\d+\.)/i.exec(
      text,
    ) ??
    /[\s|,[(](rank)[\s:#=_]{0,3}(\d{1,5})(?=[\s,:|>\])-]|$)(?!\s?[:=]\s?\d+\.)/i.exec(text.slice(0, 200));
  return own ? rankInWords(`rank ${own[2]}`) : undefined;
};

/** The names as they are kept: a validation's value never takes the name of the training's. */
export const namedWith = (pair: MetricPair, context: LineFacts['split']): MetricPair => {
  const own = splitInName(pair.name) ?? pair.split;
  if (own !== undefined) return { ...pair, split: own };
  if (context === undefined) return pair;
  if (context.split === 'train' || !isSharedName(pair.name)) return { ...pair, split: context.split };
  return { ...pair, name: `${context.word} ${pair.name}`, split: context.split };
};

const TEXT_MEMBERS = [
  'message',
  'msg',
  'event',
  'log',
  'text',
  '@message',
  'body',
  'MESSAGE',
  'Message',
] as const;
const LOGGER_MEMBERS =
  /^(?:level|levelno|severity|ts|time|timestamp|@timestamp|asctime|created|msecs|lineno|line|pid|process|thread|threadName|name|logger|module|filename|pathname|funcName|stream|host|hostname|relativeCreated|taskName|caller)$/i;

type LogRecord = Record<string, unknown>;

const recordOf = (text: string): LogRecord | undefined => {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : undefined;
  } catch {
    // A line that only looks like JSON, as most lines with a brace do.
    return undefined;
  }
};

const fromRecord = (record: LogRecord, stripped: Stripped, whole: string): LineFacts[] => {
  const rank = [record['rank'], record['global_rank'], record['local_rank'], record['process_index']].find(
    (value) => typeof value === 'number' || (typeof value === 'string' && /^\d{1,5}$/.test(value)),
  );
  const own: RankName[] =
    rank === undefined
      ? stripped.ranks
      : [...stripped.ranks, { label: `rank ${Number(rank)}`, order: Number(rank), form: 'member' }];
  const key = TEXT_MEMBERS.find((member) => typeof record[member] === 'string');
  const others = Object.fromEntries(
    Object.entries(record).filter(([name]) => name !== key && !LOGGER_MEMBERS.test(name)),
  );
  const members = JSON.stringify(others);
  const facts: LineFacts[] = [];
  if (key !== undefined) {
    const said = String(record[key]).slice(0, 8000);
    if (said !== whole) facts.push(...factsOf(said));
  }
  if (/\d/.test(members) && Object.keys(others).length > 0) {
    const more = read(members, { rest: members, names: stripped.names, ranks: [] });
    const last = facts.at(-1);
    if (last && (last.mark || !more.mark)) last.pairs = [...last.pairs, ...more.pairs];
    else if (more.mark || more.pairs.length > 0) {
      if (last && last.split && !more.split) more.split = last.split;
      facts.push(more);
    }
  }
  return own.length > 0 ? facts.map((fact) => ({ ...fact, ranks: [...own, ...(fact.ranks ?? [])] })) : facts;
};
