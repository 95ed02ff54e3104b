/**
 * Masks names in a log that a person is about to hand on: accounts, buckets, hosts, paths, addresses and keys. Numbers
 * that a reader reads stay, and the same name gets the same mask throughout, so that the masked log reads the same.
 */
import { checkpointNameOf } from './checkpoint-words';

export interface Masker {
  /** The line with its names masked. In linear time; a line that is longer than 20,000 characters is cut there. */
  mask(line: string): string;
}

const MAX_CHARACTERS = 20_000;
const MAX_NAMES = 10_000;

/** Each pattern has bounded repetition; the first ones are of what must never get out. */
const PATTERNS: [string, RegExp][] = [
  ['key', /\b(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA)[A-Z0-9]{12,20}\b/g],
  [
    'key',
    /\b(?:hf_|ghp_|gho_|ghs_|github_pat_|sk-|xox[abp]-|glpat-|pypi-|npm_|wandb_v1_)[A-Za-z0-9_-]{16,255}/g,
  ],
  ['key', /\beyJ[A-Za-z0-9_-]{8,2000}\.[A-Za-z0-9_-]{8,4000}(?:\.[A-Za-z0-9_-]{1,4000})?/g],
  ['arn', /\barn:aws[\w-]{0,20}:[\w-]{1,40}:[\w-]{0,40}:(?:\d{12})?:[^\s'",)\]}]{1,500}/g],
  ['registry', /\b\d{12}\.dkr\.ecr\.[\w.-]{1,80}/g],
  ['mail', /\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}\b/g],
];
/** What stands behind a word for a secret, up to a blank or a quote. */
const SECRET =
  /((?:secret|password|passwd|token|api[_-]?key|access[_-]?key(?:[_-]?id)?|session[_-]?token|credential|authorization)["']?\s{0,3}[:=]\s{0,3}["']?(?:bearer\s)?)([^\s"',;}]{6,4000})/gi;
const URI =
  /\b(s3a?|gs|https?|file|hdfs|wasbs?|abfss?):\/\/([^\s/'"<>,;)\]}]{1,255})((?:\/[^\s'"<>,;)\]}]{0,255}){0,40})/gi;
const IP =
  /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])|(?<![\w:])(?:[0-9a-f]{1,4}:){5,7}[0-9a-f]{1,4}(?![\w:])/gi;
const AWS_HOST =
  /\bip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}\b(?:\.[\w.-]{1,100})?|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}\.(?:internal|local|lan|corp|intranet|amazonaws\.com|compute\.amazonaws\.com)\b/gi;
const ACCOUNT = /(?<![\w.-])\d{12}(?![\w.-]|\s?[/%])/g;
const PATH =
  /(?<![\w.:/])(?:~|\.{1,2})?(?:\/[\w.@+=:%~-]{1,255}){2,40}\/?|\b[A-Z]:\\(?:[\w.@+= -]{1,255}\\?){1,40}/g;
/** The folders that SageMaker has in every container tell nothing of a person. */
const COMMON = /^\/(?:opt\/ml|tmp|usr|dev|proc|var|etc|opt|home|root|app|workspace|mnt|data)$/;

export const createMasker = (): Masker => {
  const masks = new Map<string, string>();
  const counts = new Map<string, number>();
  const masked = (kind: string, name: string): string => {
    const key = `${kind} ${name}`;
    const cached = masks.get(key);
    if (cached !== undefined) return cached;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const mask = `<${kind}-${count}>`;
    if (masks.size < MAX_NAMES) masks.set(key, mask);
    return mask;
  };
  return {
    mask: (line) => {
      let text = line.length > MAX_CHARACTERS ? line.slice(0, MAX_CHARACTERS) : line;
      for (const [kind, pattern] of PATTERNS) text = text.replace(pattern, (name) => masked(kind, name));
      text = text.replace(SECRET, (_, before: string) => `${before}<secret>`);
      text = text.replace(URI, (_, scheme: string, place: string, path: string) => {
        const kind = /^s3|^gs/i.test(scheme) ? 'bucket' : 'host';
        return `${scheme}://${masked(kind, place)}${maskedPath(path, masked)}`;
      });
      text = text.replace(AWS_HOST, (name) => masked('host', name));
      text = text.replace(IP, (name) => (isAddress(name) ? masked('ip', name) : name));
      text = text.replace(ACCOUNT, (name) => masked('account', name));
      return text.replace(PATH, (name) => maskedPath(name, masked));
    },
  };
};

/** A version such as 2.4.0.1 has small parts too; an address is written for a machine, a version for a reader. */
const isAddress = (name: string) =>
  name.includes(':') || name.split('.').every((part) => Number(part) <= 255);

/** Checkpoints keep their names, and the folders that every container has stay; all others are masked. */
const maskedPath = (path: string, masked: (kind: string, name: string) => string): string => {
  const common = [
    '/opt/ml/checkpoints',
    '/opt/ml/model',
    '/opt/ml/input/data',
    '/opt/ml/output',
    '/opt/ml/code',
    '/opt/ml',
  ].find((folder) => path === folder || path.startsWith(`${folder}/`));
  const start = common ?? '';
  const rest = path.slice(start.length).split('/');
  const checkpoint = checkpointNameOf(path);
  return (
    start +
    rest
      .map((part, index) => {
        if (part === '' || part === '~' || part === '.' || part === '..' || COMMON.test(`/${part}`))
          return part;
        const isLast = index === rest.length - 1;
        const isCheckpoint = part === checkpoint || checkpointNameOf(part) !== undefined;
        if (isCheckpoint && !part.includes('@')) return part;
        const ending = isLast ? (/\.[A-Za-z]\w{0,7}$/.exec(part)?.[0] ?? '') : '';
        return masked('name', part) + ending;
      })
      .join('/')
  );
};
