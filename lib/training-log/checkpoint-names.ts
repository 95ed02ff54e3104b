/**
 * Groups the object names below a checkpoint prefix into checkpoints: a folder, several files of one stem, shards and
 * a single file are one checkpoint each. What a name says of its position is told apart: epoch, step, round, or a bare
 * number whose unit only the log can tell (`checkpoint-500`).
 */

export interface NamedCheckpoint {
  /** As a log names it, without folders above: `checkpoint-500`, `model.ckpt-500`, `epoch=1-step=4.ckpt`. */
  name: string;
  /** Its objects' names, in the order given; the folder is theirs. */
  files: string[];
  epoch?: number;
  step?: number;
  round?: number;
  /** A number without a word for its unit; absent where one of the others is there. */
  bare?: number;
  /** False: a shard or a part is missing that its name or its siblings say it has (half uploaded). */
  whole: boolean;
}

export interface CheckpointNames {
  /** Oldest first: by position where all have one of the same unit, else in the order given. */
  checkpoints: NamedCheckpoint[];
  /** What is no checkpoint: event files, metrics, pointers to the latest, SageMaker's markers. */
  others: string[];
}

/** @param names relative to the checkpoint prefix, oldest first where the order is known */
export const groupCheckpoints = (names: readonly string[]): CheckpointNames => {
  const groups = new Map<string, string[]>();
  const others: string[] = [];
  const folders = checkpointFolders(names);
  const stems = flowStems(names);
  for (const name of names) {
    const key = name.endsWith('/') || MARKER.test(name) ? undefined : keyOf(name, folders, stems);
    if (key === undefined) others.push(name);
    else groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  const checkpoints = [...groups].map(([key, files]) => ({
    name: key.split('/').at(-1) ?? key,
    files,
    ...positionInName(key),
    whole: hasAllShards(files),
  }));
  return { checkpoints: inOrder(markHalf(checkpoints)), others };
};

const MARKER = /\.sagemaker-(?:uploading|uploaded|ignore)$/;
const FOLDER =
  /^(?:[\w.-]{0,80}?(?:check-?point|ckpt|chkpt|snapshot)s?[-_.=]?(?:epoch|ep|step|iter|round|e|s)?[-_=]?\d[\w=.-]{0,80}|(?:global_?)?(?:step|epoch|iter|iteration|round|ep)[-_=]?\d{1,12}(?:[-_][\w=.-]{1,80})?|[\w=.-]{1,160}\.(?:ckpt|orbax|dcp|keras)|\d{1,12})$/i;
/** Files of state, by their ending. */
const STATE =
  /\.(?:h5|hdf5|keras|pth?|ckpt|params|states|safetensors|bin|tar|npz|npy|pkl|pickle|joblib|model|onnx|weights|msgpack|pdparams|pdopt|cbm|cbsnapshot|snapshot|ubj|nemo|t7|th|distcp|zip|gz|tgz|pb|mar|sav|dat)$/i;
const NOT_STATE =
  /(?:^|\/)(?:events\.out\.tfevents.*|checkpoint|latest(?:_checkpoint)?(?:ed_iteration\.txt|\.txt)?|last_checkpoint|last|metrics.*|.*_metrics\.(?:json|csv)|.*results.*\.(?:json|csv|txt)|.*config.*\.(?:json|ya?ml)|.*args.*|graph\.pbtxt|.*\.(?:log|txt|ya?ml|csv|md|html|png|jpe?g|py|sh|out|err|tmp|part|lock|pbtxt|jsonl|ini|cfg|toml|tfevents.*)|readme.*|vocab.*|merges.*|tokenizer.*|special_tokens.*|hparams.*|wandb.*|\.[\w.-]+|training_args\.bin|trainer_state\.json|.*-symbol\.json|zero_to_fp32\.py|history.*|.*\.json)$/i;
/** JSON that is a model: boosting libraries write it. */
const MODEL_JSON =
  /(?:xgb|xgboost|booster|lgb|model|checkpoint|ckpt|catboost)[\w.-]*\d[\w.-]*\.(?:json|txt)$/i;
const XGBOOST = /^(?:xgboost-)?(?:checkpoint|ckpt|model)[._-]\d{1,9}$/i;
const FLOW = /^(.+)\.(?:index|meta|data-\d{5}-of-\d{5})$/;
const SHARD = /^(.+?)[-_.](?:(\d{1,5})-of-(\d{1,5}))(\.[\w.]+)?$/i;
const RANK_PART =
  /^(.*?)[-_.]?(?:(?:mp|zero_pp|dp|tp|pp|ep)_)?(?:mp_)?rank[-_]?\d{1,5}.*$|^(?:rng|random)_?states?_?\d{0,5}\.\w+$/i;
const PARTS =
  /^(?:optimizer|optim|scheduler|scaler|rng_state|random_states?|trainer|training_args|adapter_model|adapter|pytorch_model|model|flax_model|tf_model)(?:[-_.\d].*)?$/i;

/** The number is a rank's. */
const OF_RANK = /^(?:rng|random)_?states?|(?:^|[_-])rank[-_]?\d/i;

/** Folders in which a name says that they are one checkpoint each. */
const checkpointFolders = (names: readonly string[]): ReadonlySet<string> => {
  const folders = new Set<string>();
  for (const name of names) {
    const parts = name.split('/');
    for (let depth = 0; depth < parts.length - 1; depth++) {
      if (FOLDER.test(parts[depth] ?? '')) {
        folders.add(parts.slice(0, depth + 1).join('/'));
        break;
      }
    }
  }
  return folders;
};

const flowStems = (names: readonly string[]): ReadonlySet<string> =>
  new Set(names.flatMap((name) => FLOW.exec(name)?.[1] ?? []));

const keyOf = (
  name: string,
  folders: ReadonlySet<string>,
  stems: ReadonlySet<string>,
): string | undefined => {
  const parts = name.split('/');
  for (let depth = parts.length - 1; depth > 0; depth--) {
    const folder = parts.slice(0, depth).join('/');
    if (folders.has(folder)) {
      const file = parts.at(-1) ?? '';
      // A file in a checkpoint's folder is part of it, but does not make one alone.
      return /tfevents|\.log$/.test(file) ? undefined : folder;
    }
  }
  const flow = FLOW.exec(name);
  if (flow) return flow[1];
  if (stems.has(name)) return name;
  const file = parts.at(-1) ?? '';
  const folder = name.slice(0, name.length - file.length);
  if (XGBOOST.test(file)) return name;
  if (NOT_STATE.test(name) && !MODEL_JSON.test(file)) return undefined;
  const shard = SHARD.exec(file);
  if (shard) return `${folder}${shard[1]}${shard[4] ?? ''}`;
  if (folder === '' && /^(?:rng|random)_?states?/i.test(file)) return undefined;
  const rank = RANK_PART.exec(file);
  if (rank) return folder === '' ? (rank[1] ? rank[1] : file) : folder.replace(/\/$/, '');
  if (STATE.test(file)) return folder !== '' && PARTS.test(file) ? folder.replace(/\/$/, '') : stemOf(name);
  if (MODEL_JSON.test(file)) return name;
  return /(?:check-?point|ckpt|snapshot|epoch|step|iter)[-_.=]?\d/i.test(file) ? name : undefined;
};

/** An optimizer's state beside a model of the same number is part of its checkpoint. */
const stemOf = (name: string): string => name.replace(/\.states$/i, '.params');

/** @param name a checkpoint's name with or without folders */
export const positionInName = (
  name: string,
): { epoch?: number; step?: number; round?: number; bare?: number } => {
  const parts = name.split('/');
  for (const part of parts.reverse()) {
    const found = positionInPart(part);
    if (Object.keys(found).length > 0) return found;
  }
  return {};
};

const positionInPart = (part: string) => {
  if (OF_RANK.test(part)) return {};
  const text = part
    .replace(/\.(?:data-\d{5}-of-\d{5}|index|meta)$/, '')
    .replace(/[-_.]\d{1,5}-of-\d{1,5}/, '');
  const epoch =
    /(?:^|[^a-z])(?:epochs?|ep)[-_=.]?(\d{1,9})(?![\d.]*\d)/i.exec(text)?.[1] ??
    /(?:^|[^a-z])(?:epochs?|ep)[-_=.]?(\d{1,9})(?!\d)/i.exec(text)?.[1] ??
    /(?:^|[-_.])e(\d{1,6})(?=[-_.]|$)/i.exec(text)?.[1];
  const step =
    /(?:^|[^a-z])(?:global_?)?(?:steps?|iters?|iterations?|it|updates?)[-_=.]?(\d{1,12})(?!\d)/i.exec(
      text,
    )?.[1] ?? /(?:^|[-_.])s(\d{1,9})(?=[-_.]|$)/i.exec(text)?.[1];
  const round = /(?:^|[^a-z])rounds?[-_=.]?(\d{1,9})(?!\d)/i.exec(text)?.[1];
  if (epoch !== undefined || step !== undefined || round !== undefined) {
    return {
      ...(epoch !== undefined && { epoch: Number(epoch) }),
      ...(step !== undefined && { step: Number(step) }),
      ...(round !== undefined && { round: Number(round) }),
    };
  }
  const bare = bareNumber(text);
  return bare === undefined ? {} : { bare };
};

/**
 * A whole number that stands by itself between separators at the end of the stem, or right behind the word checkpoint:
 * not a hash (`19c8e357`), a score (`0.912`), a size (`resnet50`), a version (`v2`) or a date.
 */
const bareNumber = (text: string): number | undefined => {
  const stem = text.replace(/(?:\.[a-z][a-z0-9_]{0,15}){1,3}$/i, '');
  const named =
    /(?:check-?point|ckpt|chkpt|snapshot|weights|model|state)s?[-_.=]?(\d{1,12})(?=[-_.]|$)(?!\.\d)/i.exec(
      stem,
    )?.[1];
  const last = /(?:^|[-_.=])(\d{1,12})$/.exec(stem);
  const isDecimal = last !== null && /\d\.$/.test(stem.slice(0, last.index + 1));
  const digits = named ?? (last && !isDecimal ? last[1] : undefined);
  if (digits === undefined || /^(?:19|20)\d{6}$/.test(digits)) return undefined;
  return Number(digits);
};

const hasAllShards = (files: readonly string[]): boolean => {
  const wanted = new Map<string, { total: number; found: Set<number> }>();
  let index = false;
  let data = false;
  for (const file of files) {
    const name = file.split('/').at(-1) ?? '';
    if (/\.index$/.test(name)) index = true;
    if (/\.data-\d{5}-of-\d{5}$/.test(name)) data = true;
    const shard = /^(.*?)[-_.](\d{1,5})-of-(\d{1,5})/.exec(name);
    if (!shard) continue;
    const key = `${shard[1]}/${shard[3]}`;
    const existing = wanted.get(key) ?? { total: Number(shard[3]), found: new Set<number>() };
    existing.found.add(Number(shard[2]));
    wanted.set(key, existing);
  }
  if (index !== data && files.some((file) => FLOW.test(file))) return false;
  return [...wanted.values()].every(({ total, found }) => found.size >= total);
};

/** The kinds of files of a checkpoint, without its numbers. */
const kindsOf = ({ files }: NamedCheckpoint): Set<string> =>
  new Set(
    files
      .map((file) => (file.split('/').at(-1) ?? '').replace(/\d+/g, '#'))
      .filter((file) => ESSENTIAL.test(file)),
  );
/** Without these no checkpoint of its kind can be loaded. */
const ESSENTIAL =
  /^(?:model|pytorch_model|adapter_model|weights|params|mp_rank|trainer_state|flax_model|tf_model|optimizer)/i;

/** A folder's kinds of files that all others of its kind have and it lacks: it was cut off while it was written. */
const markHalf = (checkpoints: NamedCheckpoint[]): NamedCheckpoint[] => {
  const families = new Map<string, NamedCheckpoint[]>();
  for (const checkpoint of checkpoints) {
    if (checkpoint.files.length === 1 && !checkpoint.files[0]?.includes('/')) continue;
    const family = checkpoint.name.replace(/\d+/g, '#');
    families.set(family, [...(families.get(family) ?? []), checkpoint]);
  }
  const half = new Set<NamedCheckpoint>();
  for (const family of families.values()) {
    if (family.length < 2) continue;
    const members = family.map((checkpoint) => ({ checkpoint, own: kindsOf(checkpoint) }));
    for (const { checkpoint, own } of members) {
      const others = members.flatMap(({ own: other }) => (other === own ? [] : [other]));
      const wanted = [...(others[0] ?? [])].filter((kind) => others.every((set) => set.has(kind)));
      const isSharded = [...own].some((kind) => /#-of-#/.test(kind));
      if (
        wanted.some(
          (kind) =>
            !own.has(kind) && !(isSharded && /^(?:model|pytorch_model)/.test(kind)) && !/#-of-#/.test(kind),
        )
      )
        half.add(checkpoint);
    }
  }
  return checkpoints.map((checkpoint) =>
    half.has(checkpoint) ? { ...checkpoint, whole: false } : checkpoint,
  );
};

const inOrder = (checkpoints: NamedCheckpoint[]): NamedCheckpoint[] => {
  for (const unit of ['epoch', 'step', 'round', 'bare'] as const) {
    if (checkpoints.length > 0 && checkpoints.every((checkpoint) => checkpoint[unit] !== undefined)) {
      return [...checkpoints].sort(
        (a, b) => (a[unit] ?? 0) - (b[unit] ?? 0) || (a.step ?? 0) - (b.step ?? 0),
      );
    }
  }
  return checkpoints;
};
