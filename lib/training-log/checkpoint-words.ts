/** Finds the checkpoint that a line names, in a path or alone. */

/** Endings of files that hold a model's or an optimizer's state. */
const STATE_FILE =
  /\.(?:h5|hdf5|keras|pt|pth|ckpt|params|states|safetensors|bin|index|tar|npz|pkl|pickle|joblib|model|onnx|weights|msgpack|pdparams|pdopt|pdmodel|zip|cbm|cbsnapshot|snapshot|json|ubj|txt|dcp|nemo|th|t7|distcp|orbax|pb)$/i;
const NAMED = /(?:check-?point|ckpt|chkpt|snapshot|(?:^|[_-])(?:epoch|step|iter|round)s?[-_=]?\d)/i;
/** Folders that are checkpoints themselves. */
const FOLDER =
  /^(?:[\w.-]{0,60}?(?:check-?point|ckpt|chkpt|snapshot)s?[-_.=](?:epoch|ep|step|iter|round|e|s)?[-_=]?\d[\w=.-]{0,80}|(?:global_?)?(?:step|epoch|iter|round)[-_=]?\d{1,12}|epoch[-_=]\d{1,9}[\w=.-]{0,80}|iter_\d{1,12}|[\w=.-]{1,120}\.(?:ckpt|orbax|dcp|distcp))$/i;
const PLAIN =
  /^(?:checkpoints?|ckpts?|epochs?|models?|weights|snapshots?|checkpoint_(?:dir|path|config|callback|interval|freq))[.:]?$/i;
/** What describes a model and is not one. */
const OTHER_FILE =
  /(?:config|args|tokenizer|vocab|merges|special_tokens|hparams|params|settings|results|metrics|log)\.(?:json|txt|pkl|bin|yaml)$/i;

/** @returns the names of checkpoints in a text, without their folders, each once, in order */
export const checkpointNamesIn = (text: string): string[] => {
  const names: string[] = [];
  for (const word of text.slice(0, 1200).split(/[\s'"`(),;<>|[\]{}]+/)) {
    const name = checkpointNameOf(word.replace(/^\w{1,40}=(?=[/.])/, ''));
    if (name !== undefined && !names.includes(name) && names.length < 50) names.push(name);
  }
  return names;
};

/** @param word a file's name or path; undefined where it names no checkpoint */
export const checkpointNameOf = (word: string): string | undefined => {
  const path = word.replace(/[.:,;!?]+$/, '').replace(/\/+$/, '');
  if (path === '' || path.length > 500 || /^https?:/i.test(path) || !/[A-Za-z]/.test(path)) return undefined;
  const parts = path.split('/').filter((part) => part !== '');
  const file = parts.at(-1) ?? '';
  const folder = parts.slice(0, -1).findLast((part) => FOLDER.test(part));
  if (folder !== undefined) return folder;
  if (FOLDER.test(file)) return file.replace(/\.(?:index|meta|data-\d{5}-of-\d{5})$/, '');
  if (PLAIN.test(file) || OTHER_FILE.test(file) || !/[\d.]/.test(file)) return undefined;
  if (/\.(?:index|meta|data-\d{5}-of-\d{5})$/.test(file))
    return file.replace(/\.(?:index|meta|data-\d{5}-of-\d{5})$/, '');
  const isAmongThem = parts.slice(0, -1).some((part) => /^(?:check-?points?|ckpts?|snapshots?)$/i.test(part));
  if (isAmongThem && /\.(?:tar|bin|pkl|zip)$/i.test(file)) return file;
  if (/\.(?:json|txt|zip|tar|bin|pkl)$/i.test(file))
    return /model|checkpoint|ckpt|state|xgb|lgb|booster|pytorch/i.test(file) ? file : undefined;
  if (/\.(?:py|sh|ya?ml|csv|log|html|md|toml|ini|cfg)$/i.test(file)) return undefined;
  if (STATE_FILE.test(file)) return file;
  return NAMED.test(file) && /\d/.test(file) ? file : undefined;
};
