/**
 * Takes off what loggers and launchers put before a script's words: by the structure of each layer (a time, a level, a
 * group in brackets, a name before a separator), layer by layer, each in bounded time.
 */
import { splitOfWord } from './metric-names';

/** Of several processes that write into one stream: which one, and its place in their order. */
export interface RankName {
  label: string;
  order: number;
  /** The form it is written in: a launcher names each of its processes in the same one. */
  form: 'mpi' | 'pid' | 'word' | 'member';
}

export interface Stripped {
  rest: string;
  /** The outermost first: a launcher may start another one, and a script may name its rank itself. */
  ranks: RankName[];
  /** Names taken off (`mmdet`, `train_inner`), in order: a logger may say what its lines are about. */
  names: string[];
}

const MAX_LAYERS = 24;
const MAX_RANKS = 4;
const CLOCK = String.raw`\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?`;
const ZONE = String.raw`(?:\s?(?:Z|UTC|GMT|[A-Z]{3,4}(?=\s\d{4})|[+-]\d{2}:?\d{2}))?`;
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}';
const TIME = [
  String.raw`\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T :_,]{1,2}${CLOCK}${ZONE})?`,
  String.raw`\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{2,4})?,?\s${CLOCK}(?:\s?[AP]M)?${ZONE}`,
  String.raw`(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},?\s{1,2})?(?:${MONTH}\s{1,2}\d{1,2}|\d{1,2}[\s-]${MONTH}),?(?:[\s-]\d{4})?\s{1,2}${CLOCK}${ZONE}(?:\s\d{4})?`,
  String.raw`\d{8}[T ]\d{2}:?\d{2}:?\d{2}`,
  String.raw`${CLOCK}(?:\s?[AP]M)?${ZONE}`,
  String.raw`1\d{9}(?:\.\d{1,9})?(?=[\s|:\]-])|1\d{12}(?=[\s|:\]-])`,
].join('|');
const LEVEL =
  '(?:DEBUG|INFO|WARNING|WARN|ERROR|CRITICAL|FATAL|NOTICE|TRACE|SUCCESS|VERBOSE|Debug|Info|Warning|Warn|Error|debug|info|warning|warn|error|critical|notice|trace|success)';
const BEHIND = String.raw`(?=[\s|:\]\-–,]|$)`;

const BLANK = /[\s\u200b]+/y;
const TIMED = new RegExp(`(?:${TIME})${BEHIND}`, 'y');
/** `INFO`, `INFO:root:`, `INFO:name:12:`, but no `3: learn: 0.5`; lower case counts only with a separator behind. */
const LEVELED = new RegExp(
  String.raw`(?:(?:${LEVEL})(?::[\w.-]{1,60}(?::\d{1,6}(?!:\s{1,8}(?:[a-z]{2,12}\s?[:=]|\d)|\d))?:\s?|(?=\s{0,8}[-|:\]–]))|(?:DEBUG|INFO|WARNING|WARN|ERROR|CRITICAL|FATAL|NOTICE|SUCCESS)(?=\s))`,
  'y',
);
const GLOG =
  /[IWEFD]\d{4}(?:\d{4})?\s\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?\s{1,8}\d{1,16}\s[\w./-]{1,80}:\d{1,6}\]\s?/y;
const MPI = /\[(\d{1,4}),([^\]\s]{1,60})\]<std(?:out|err)>:\s{0,8}/y;
const BRACKETS = /\[([^[\]\n]{1,160})\]/y;
const ROUND_BRACKETS = /\(([^()\n]{1,120})\)(?=\s)/y;
const SEPARATOR = /[-–—|:>~•]{1,3}(?=\s|$)|[|:>](?=\s?[\w[{(#*])/y;
/** `train.py:120`, `pkg.module:func:45`, `name.py`: what only a place in a program looks like. */
const PLACE =
  /(?:[\w./$<>-]{1,80}\.py(?::\w{1,40})?(?::\d{1,6})?|[\w.$-]{1,60}(?::[\w<>.$]{1,40})?:\d{1,6}|[\w$]{1,40}(?:\.[\w$<>]{1,40}){1,8}|__\w{1,30}__(?::\w{1,40})?)(?=[\s:|\]]|$):?/y;
const NAME =
  /[A-Za-z_][\w.$/-]{0,60}(?:\[\d{1,9}\])?(?=\s{1,20}(?:[-|–]|:\s|\[?(?:DEBUG|INFO|WARNING|WARN|ERROR|CRITICAL)\b)\s{0,20}|\s?\|)/y;
/** `algo-1:`, `10.0.0.4:`, `worker-0 |`: the host or process that a launcher puts before the line. */
const HOST =
  /(?:(?:algo|worker|node|host|pod|ip|master|ps|chief|trainer|proc|process|gpu|rank|device|task)[-_ ]?\d[\w.-]{0,60}|\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?|[a-z][a-z0-9]{0,30}(?:-[a-z0-9]{1,30}){1,6})\s{0,8}(?:[:|>]{1,2}|-(?=\s))\s(?=\s*\S)/iy;
const SRUN = /(\d{1,4}):\s{1,4}(?=(?:\[|\d{4}-|(?:train|val)?\s?epoch|step|iter|DEBUG|INFO|WARN|ERROR))/iy;
/** What a container's runtime or syslog writes between its time and the line. */
const STREAM = /std(?:out|err)\s[FP]\s|[\w.-]{1,60}\s[\w./-]{1,40}\[\d{1,9}\]:\s/y;
const NUMBER_ID = /\d{1,20}(?=\s{1,4}(?:[\w.]{1,60}:\d|\[|DEBUG|INFO|WARNING|ERROR|[-|]\s))/y;

const match = (pattern: RegExp, text: string, from: number): RegExpExecArray | null => {
  pattern.lastIndex = from;
  return pattern.exec(text);
};

/** What a character can begin, so that most patterns are not tried: each of a layer's forms begins with few. */
const BEGINS_TIME = 1;
const BEGINS_LEVEL = 2;
const BEGINS_GLOG = 4;
const BEGINS_PLACE = 8;
const BEGINS_WORD = 16;
const BEGINS_SEPARATOR = 32;
const BEGINNINGS = new Uint8Array(128);
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const noteBeginnings: [string, number][] = [
  [`${DIGITS}MTWFSJAOND`, BEGINS_TIME],
  ['DIWECFNTSVdiwecnts', BEGINS_LEVEL],
  ['IWEFD', BEGINS_GLOG],
  [`${LETTERS}${DIGITS}_./$<>-`, BEGINS_PLACE],
  [`${LETTERS}${DIGITS}_`, BEGINS_WORD],
  ['-|:>~', BEGINS_SEPARATOR],
];
for (const [characters, what] of noteBeginnings) {
  for (const character of characters) {
    BEGINNINGS[character.charCodeAt(0)] = (BEGINNINGS[character.charCodeAt(0)] ?? 0) | what;
  }
}
/** Beyond ASCII there are only separators. */
const beginningsOf = (code: number): number =>
  code < 128 ? (BEGINNINGS[code] ?? 0) : code >= 128 ? BEGINS_SEPARATOR : 0;

const behindBlanks = (text: string, from: number): number => {
  const code = text.charCodeAt(from);
  if (code > 32 && code < 128) return from;
  if (code === 32) {
    const next = text.charCodeAt(from + 1);
    if (next > 32 && next < 128) return from + 1;
  }
  const blank = match(BLANK, text, from);
  return blank ? from + blank[0].length : from;
};

/** One layer: where it ends, and what it names. */
interface Layer {
  end: number;
  rank?: RankName;
  name?: string;
  /** Only a logger writes it: then a bare name before a separator is a layer, too. */
  isSure: boolean;
  /** Its own separator is part of it. */
  isWhole?: boolean;
}

/** @param piece one piece of a log message, bounded in length */
export const stripPrefix = (piece: string): Stripped => {
  const names: string[] = [];
  const ranks: RankName[] = [];
  let index = 0;
  /** How many layers that only a logger writes are off. */
  let sure = 0;
  for (let count = 0; count < MAX_LAYERS; count++) {
    index = behindBlanks(piece, index);
    const layer = layerAt(piece, index, sure);
    if (!layer) break;
    if (layer.rank && ranks.length < MAX_RANKS) ranks.push(layer.rank);
    if (layer.name !== undefined) names.push(layer.name);
    if (layer.isSure) sure++;
    const before = index;
    index = layer.end;
    if (layer.isWhole) continue;
    index = behindSeparator(piece, index);
    if (index === before) break;
  }
  const rest = piece.slice(index).trim();
  return { rest, names, ranks };
};

const behindSeparator = (piece: string, from: number): number => {
  const index = behindBlanks(piece, from);
  if ((beginningsOf(piece.charCodeAt(index)) & BEGINS_SEPARATOR) === 0) return index;
  const separator = match(SEPARATOR, piece, index);
  return separator ? index + separator[0].length : index;
};

const layerAt = (piece: string, index: number, sure: number): Layer | undefined => {
  const first = piece.charCodeAt(index);
  if (first === 91) return squareLayer(piece, index, sure);
  if (first === 40) {
    const group = match(ROUND_BRACKETS, piece, index);
    const read = group && processOf(group[1] ?? '');
    return group && read ? { end: index + group[0].length, rank: read.rank, isSure: true } : undefined;
  }
  const begins = beginningsOf(first);
  // A letter or digit or bracket: anything else begins no layer.
  if ((begins & BEGINS_PLACE) === 0) return undefined;
  const found =
    (begins & BEGINS_TIME ? match(TIMED, piece, index) : null) ??
    (sure > 0 ? match(STREAM, piece, index) : null) ??
    (begins & BEGINS_GLOG ? match(GLOG, piece, index) : null) ??
    (begins & BEGINS_LEVEL ? match(LEVELED, piece, index) : null);
  if (found) return { end: index + found[0].length, isSure: true };
  return (begins & BEGINS_WORD ? hostLayer(piece, index) : undefined) ?? placeLayer(piece, index, sure);
};

const squareLayer = (piece: string, index: number, sure: number): Layer | undefined => {
  const mpi = match(MPI, piece, index);
  if (mpi) return { end: index + mpi[0].length, rank: rankOfMpi(mpi[2] ?? ''), isSure: true, isWhole: true };
  const group = match(BRACKETS, piece, index);
  if (!group) return undefined;
  const end = index + group[0].length;
  const read = groupOf(group[1] ?? '', sure, piece.slice(end, end + 40));
  return read && { ...read, end, isSure: true };
};

const hostLayer = (piece: string, index: number): Layer | undefined => {
  const host = match(HOST, piece, index) ?? match(SRUN, piece, index);
  if (!host || /loss|acc|epoch|step|iter/i.test(host[0].slice(0, 12))) return undefined;
  const rank = rankInWords(host[0]) ?? rankOfMpi(host[1] ?? '');
  return { end: index + host[0].length, rank, isSure: true, isWhole: true };
};

const placeLayer = (piece: string, index: number, sure: number): Layer | undefined => {
  const place =
    match(PLACE, piece, index) ??
    (sure > 0 ? (match(NAME, piece, index) ?? match(NUMBER_ID, piece, index)) : null);
  if (!place || !isPlace(place[0], sure)) return undefined;
  return { end: index + place[0].length, name: place[0], isSure: false };
};

/** A name alone is taken off only where it is no word that says what the line is about. */
const isPlace = (text: string, sure: number): boolean => {
  if (sure === 0) return /\.py|__|^[\w$]+(?:\.[\w$<>]+)+:\d/.test(text);
  return !/^(?:epoch|step|iter|iteration|round|batch|loss|eval|best)\w{0,12}(?:[:\d]|$)/i.test(text);
};

/** @param after what follows the brackets */
const groupOf = (
  content: string,
  sure: number,
  after: string,
): { rank?: RankName; name?: string } | undefined => {
  const text = content.trim();
  if (text === '' || /^[=>.#━█ -]+$/.test(text)) return undefined;
  const isTimed = GROUP_TIME.test(text);
  if (!isTimed && IS_MARK.test(text)) return undefined;
  const rank = rankInWords(text);
  if (rank) return { rank };
  if (isTimed) return {};
  if (splitOfWord(text) !== undefined) return undefined;
  if (/^\d{1,5}$/.test(text) && /^:\s/.test(after))
    return { rank: { label: `rank ${Number(text)}`, order: Number(text), form: 'word' } };
  if (
    /^\d{1,9}(?:\s?[,/]\s?\d{1,12})?$/.test(text) &&
    !(sure > 0 && /^\d{3,9}$/.test(text) && /^\s{0,2}(?:\[|-\s|[A-Za-z]+\s-\s)/.test(after))
  )
    return undefined;
  if (/[=%]|\d\/\d{1,9}$/.test(text) && !/[:@]/.test(text)) return undefined;
  if (/^[+]?[\d.:]{3,20}s?$/.test(text)) return {};
  const words = text.split(/\s+/);
  if (/\d:\d{2}/.test(text) || GROUP_LEVEL.test(text)) return {};
  if (words.length <= 3 && /^[\w.:/$<>@+-]+$/.test(text.replace(/\s+/g, ''))) {
    return { ...(words.length === 1 && /^[A-Za-z]/.test(text) && { name: text }) };
  }
  return undefined;
};
const GROUP_TIME = new RegExp(String.raw`^(?:${TIME})(?=$|[\s:,|\]])`);
const GROUP_LEVEL = new RegExp(String.raw`(?:^|[\s:])${LEVEL}(?:$|[\s:])`);
const IS_MARK =
  /(?:^|[^a-z])(?:epochs?|ep|step|iter(?:ation)?|batch|round|train|valid)[\s:=#_]{0,3}\d|^\d{1,9}\s?\/\s?\d|loss|epoch/i;

/** `RayTrainWorker pid=4242, ip=10.0.0.1`, `main pid=17`, `rank=1`. */
const processOf = (content: string): { rank?: RankName } | undefined => {
  const rank = rankInWords(content);
  if (rank) return { rank };
  const pid = /\bpid[=:]\s?(\d{1,9})/.exec(content);
  if (pid) return { rank: { label: `pid ${pid[1]}`, order: Number(pid[1]), form: 'pid' } };
  return /^[A-Za-z_][\w.]{0,40}(?::\d{1,6})?(?:\s[\w=.,:-]{1,60})?$/.test(content) &&
    !/epoch|step|loss|iter/i.test(content)
    ? {}
    : undefined;
};

/** `[1,0]`, `[1,mpirank:0,algo-1]`. */
const rankOfMpi = (content: string): RankName | undefined => {
  const number = /^(?:mpirank:)?(\d{1,6})/.exec(content)?.[1];
  return number === undefined
    ? undefined
    : { label: `rank ${Number(number)}`, order: Number(number), form: 'mpi' };
};

const RANK_WORD =
  /^(?:(?:global|local)[_ ]?)?(rank|default|gpu|worker|proc(?:ess)?|node_rank|cuda)[\s:=#_-]{0,3}(\d{1,5})(?!\d|\s?[/,.]\d)(?:[\s:|>\],/-]|$)/i;
/** A process's number where a launcher or a script writes it in words. */
export const rankInWords = (text: string): RankName | undefined => {
  const found = RANK_WORD.exec(text.trim());
  return found ? { label: `rank ${Number(found[2])}`, order: Number(found[2]), form: 'word' } : undefined;
};

/**
 * The ranks of a piece within those of its message: a launcher's rank takes the place of the one that is written in
 * the same form, any other is one inside.
 * @param lead of the pieces before
 */
export const placeRanks = (own: readonly RankName[], lead: readonly RankName[]): RankName[] => {
  const like = (from: number, count: number) =>
    own.slice(0, count).every(({ form }, index) => lead[from + index]?.form === form);
  const places = lead.map((_, index) => index);
  const at =
    own.length === 0
      ? lead.length
      : (places.findLast((index) => like(index, own.length)) ??
        places.findLast((index) => like(index, 1)) ??
        lead.length);
  return [...lead.slice(0, at), ...own];
};
