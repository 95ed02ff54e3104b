/** What lines say besides values: where a script resumes, what it saved, how much is planned, what begins and ends. */
import { checkpointNamesIn } from './checkpoint-words';

export interface ResumeWords {
  kind: 'resumed' | 'loaded' | 'nothing-found' | 'from-scratch' | 'left';
  /** Without folders. */
  checkpoint?: string;
  /** Where it says it goes on, by unit. */
  epoch?: number;
  round?: number;
  step?: number;
  /** The number is of what was done, not of what comes next. */
  counted?: boolean;
  /** Epochs that are left to train. */
  left?: number;
}

export interface Notices {
  resume?: ResumeWords;
  saved?: { name?: string; epoch?: number; step?: number };
  plan?: { epochs?: number; steps?: number; rounds?: number; weak?: boolean };
  /** Training begins (anew). */
  begins?: boolean;
  /** Training is over. */
  ends?: boolean;
  /** Training stopped by itself before its plan; what follows may repeat the best values. */
  best?: boolean;
  /** An evaluation begins, of which part. */
  evaluates?: 'test' | 'eval' | 'val';
  /** What is trained next has a name: a fold, a stage. */
  label?: string;
  /** What was trained is thrown away: out of memory, a smaller batch, another try. */
  restarts?: boolean;
}

/** One test for lines that say none of it. */
const WORDS =
  /resum|continu|restor|restart|load|scratch|checkpoint|ckpt|latest|epochs|left|sav(?:e|ing)|storing|wrote|writing|total|steps|iterations|rounds|running|training|\bfit\b|stopp|finish|complet|evaluat|test|predict|fold|stage|phase|trial|fine|memory|oom|retry|traceback|error|recover|max_|skip|start|runtime/i;

/** @param text a piece without its prefixes; only its first 600 characters are looked at */
export const noticesOf = (text: string): Notices | undefined => {
  if (!WORDS.test(text)) return undefined;
  const line = text.length > 600 ? text.slice(0, 600) : text;
  const notices: Notices = {};
  const resume = resumeWordsOf(line);
  if (resume) notices.resume = resume;
  else {
    const saved = savedOf(line);
    if (saved) notices.saved = saved;
  }
  const plan = planOf(line);
  if (plan) notices.plan = plan;
  if (BEGINS.test(line)) notices.begins = true;
  if (ENDS.test(line) && !UNTIL.test(line)) notices.ends = true;
  if (BEST.test(line)) notices.best = true;
  const evaluates = EVALUATES.exec(line)?.[1]?.toLowerCase();
  if (evaluates !== undefined) {
    notices.evaluates = evaluates.startsWith('val') ? 'val' : evaluates.startsWith('eval') ? 'eval' : 'test';
  }
  const label = LABEL.exec(line);
  if (label && line.length < 120) notices.label = (label[1] ?? label[0]).trim();
  if (RESTARTS.test(line)) notices.restarts = true;
  return Object.keys(notices).length > 0 ? notices : undefined;
};

const BEGINS =
  /^[\W_]{0,12}(?:running|start(?:ing|ed)?|begin(?:ning)?|launching)\s(?:model\s|the\s)?(?:training|fit(?:ting)?)\b(?!.{0,40}(?:from|epoch))|^[\W_]{0,12}training\s(?:started|begins|starts)\b/i;
const ENDS =
  /\btrain_runtime\b|(?:^|[\W_])(?:training|train|fit(?:ting)?)\s(?:job\s|run\s|loop\s|process\s)?(?:is\s|has\s|was\s)?(?:complete[d]?|finished|done|ended|over)\b|(?:finished|completed|done|ended)\s(?:with\s)?training(?!\s(?:epoch|step|iter|batch|fold|for epoch))\b|`?Trainer\.fit`?\sstopped|max_(?:epochs|steps)=\d+`?\sreached|reporting training success|\d\sepochs\scompleted\sin\s|early\s?stopp(?:ing|ed)\s?(?:at|after|triggered|,|!|$)|\bearly stopping\.?$|stopping\s(?:training\s)?early|loaded best model|training time\b.{0,20}\d|total training time|restoring model weights from the end of the best epoch/i;
const UNTIL =
  /\b(?:until|if|when|will|before|epoch\s\d+\s(?:of|\/)|not)\b.{0,60}(?:finish|complet|done|stop)|^\W{0,8}epoch\s?\d+.{0,40}(?:done|finished|completed)/i;
const BEST =
  /best\s(?:iteration|round|step|epoch)\s?(?:is|was|:|=)|(?:^|\s)stopping\.\s?best|early stopping, best|best iteration/i;
const EVALUATES =
  /^[\W_]{0,12}(?:(?:running|start(?:ing|ed)?|begin(?:ning)?|performing|doing|final)\s)(?:the\s|final\s|model\s)?(evaluation|evaluating|validation|validating|test(?:ing)?|prediction|predicting|inference)\b|^[\W_]{0,12}(evaluating|testing)\b(?!.*\d.*=)/i;
const LABEL =
  /^[^\w]{0,12}((?:cross[- ]?validation\s)?(?:fold|split|stage|phase|trial|run|repeat|round of training|model|experiment|task|seed|step|part)\s?[:#]?\s?\d{1,4}(?:\s?(?:\/|of)\s?\d{1,4})?)(?=[\W]|$)(?!.*\bloss)|^[\W_]{0,12}(?:now\s|start(?:ing)?\s|begin(?:ning)?\s)?((?:fine[- ]?tun(?:e|ing)|training the (?:whole|full|head|top|classifier)|unfreez\w*|train(?:ing)? (?:fold|stage|phase|model|trial)\b|pre-?training|second (?:fit|stage|phase)|warm-?up stage)[\w\s./#-]{0,60})/i;
const RESTARTS =
  /out of memory|\boom\b|cuda error|resource ?exhausted|(?:reduc|halv|decreas|lower)\w{0,4}\s(?:the\s)?(?:per.device\s)?batch|smaller batch|retry(?:ing)?\b|restarting (?:training|worker|from scratch|process|with)|worker group|trying again|try again|rendezvous|\bdiverged\b/i;

const SAYS =
  /resum|continu|restor|restart|load|start(?:ing|ed)?\s(?:training\s|train\s)?(?:from|at)|recover|scratch|found|latest|from (?:the\s)?(?:checkpoint|ckpt|snapshot)|epochs?\s(?:left|remaining|to go)|will skip|picking up|init_model|using (?:checkpoint|snapshot)|warm.?start/i;
const SUBJECT =
  /check-?point|ckpt|chkpt|snapshot|epoch|iter|round|step|training|scratch|weights|model|state|\.(?:pth?|h5|keras|params|pkl|tar|bin|zip|safetensors)\b/i;
const NOT_RESUME =
  /pre-?trained|imagenet|backbone|tokenizer|vocab|dataset|dataloader|config(?:uration)?\b|extension|librar|module|arguments?\b|namespace\(|usage:|default[:=]|(?:^|\s)--\w|resume=|_from_checkpoint['"]?[=:]\s?(?:none|false|null)|http|best (?:model|weights|checkpoint|epoch)|early|will (?:be )?(?:save|load)|sav(?:ed|ing)\b|data loaded|loaded data|torchvision|hub|^\W{0,4}\w+_?(?:dir|path|interval|freq|every)\w*['"]?\s?[:=]|initial(?:iz|is)|matrix|drop_last|loading (?:data|the data|images|features)/i;
const NOTHING =
  /(?:\bno|not|n't|without|could not|cannot|unable|failed|missing|empty|zero|\b0)\b.{0,40}(?:check-?points?|ckpts?|snapshots?|saved (?:model|state|weights)|resum\w*|latest)|(?:check-?points?|ckpts?|snapshots?|(?:check-?point|ckpt)\s?(?:dir\w*|folder|path)).{0,60}(?:not found|n't (?:found|exist)|not exist|missing|empty|none\b|no files)|nothing to (?:resume|restore|load)/i;
const SCRATCH =
  /from scratch|from the (?:very )?beginning|fresh (?:start|training|run)|start(?:ing)? (?:a )?(?:new|fresh) (?:training|run)|training anew|restarting from (?:epoch|step|iteration|round) 0/i;

const UNIT = '(epochs?|rounds?|boosting rounds?|iterations?|iters?|global[_ ]?steps?|steps?|batch)';
/** `resuming from epoch 6`, `start from iteration: 650`, `Continuing training from global step 1000`. */
const GOES_ON = new RegExp(
  String.raw`(?:resum\w{0,4}|continu\w{0,4}|restart\w{0,4}|restor\w{0,4}|recover\w{0,4}|start(?:ing|ed|s)?|picking up|begin(?:ning|s)?|load(?:ed|ing)?)\b[^\d]{0,90}?\b${UNIT}\s{0,4}(?:number\s|no\.?\s)?[:#=(]?\s{0,4}(\d[\d,]{0,12})(?![\w%]|\.\d)`,
  'i',
);
/** `(epoch 1)`, `(epoch 12, step 3000)`, `at epoch 3`, `iteration 500`. */
const NOTED = new RegExp(String.raw`\b${UNIT}\s{0,3}[:#=]?\s{0,3}(\d[\d,]{0,12})(?![\w%/]|\.\d)`, 'gi');
/** `7 epochs left`, `remaining epochs: 7`, `training for 7 more epochs`. */
const LEFT =
  /(\d{1,7})\s(?:more\s)?(?:epochs?|rounds?|boosting rounds?)\s(?:are\s)?(?:left|remain(?:ing)?|to go)|(?:left|remain(?:ing)?)\s(?:epochs?|rounds?)\s{0,2}[:=]?\s{0,2}(\d{1,7})|(\d{1,7})\s(?:more|remaining|additional)\s(?:epochs?|rounds?|boosting rounds?)/i;
/** `3 epochs done`, `trained for 3 epochs`. */
const COUNTED =
  /(?:trained (?:for )?|after |completed |done )(\d{1,7})\s(?:epochs?|rounds?)\b|(\d{1,7})\s(?:epochs?|rounds?)\s(?:are\s|were\s|already\s){0,2}(?:done|complete[d]?|finished|trained)/i;

const SETTINGS = /^\W{0,3}(?:['"]?[\w.]+['"]?\s{0,3}[:=]\s{0,3}\S+[\s,]{0,3}){1,3}$/;
const TAKES_UP =
  /\bresum(?:ed|ing)\b.{0,60}(?:training|check-?point|ckpt|state)|\brestored?\b.{0,40}(?:check-?point|ckpt|state)|(?:check-?point|ckpt)\s(?:was\s)?(?:loaded|restored|found)|load(?:ed|ing)\s(?:\w+\s){0,3}(?:check-?point|ckpt)\b/i;

const resumeWordsOf = (line: string): ResumeWords | undefined => {
  const left = LEFT.exec(line);
  if (!SAYS.test(line) && !left) return undefined;
  if (!SUBJECT.test(line)) return undefined;
  if (NOTHING.test(line)) return { kind: 'nothing-found' };
  if (SCRATCH.test(line)) return { kind: 'from-scratch' };
  if (speaksOfElse(line)) return undefined;
  const names = checkpointNamesIn(line);
  if (names.length > 1) return undefined;
  const words: ResumeWords = { kind: KIND.test(line) ? 'resumed' : 'loaded' };
  if (names[0] !== undefined) words.checkpoint = names[0];
  noteCounts(words, line);
  if (left) words.left = Number(left[1] ?? left[2] ?? left[3]);
  return judged(words, line);
};

/** Other things are loaded, too, and settings name what a script may do. */
const speaksOfElse = (line: string): boolean =>
  (NOT_RESUME.test(line) && !/resum(?:ed|ing)|continuing/i.test(line)) ||
  (SETTINGS.test(line) &&
    !/resum(?:ed|ing)|latest|restor(?:ed|ing)|load(?:ed|ing)|continu|start(?:ing|ed)/i.test(line));

const noteCounts = (words: ResumeWords, line: string): void => {
  const withoutPaths = line.replace(/\S*[/\\]\S*/g, ' ');
  const goesOn = GOES_ON.exec(words.checkpoint === undefined ? line : withoutPaths);
  if (goesOn) set(words, goesOn[1] ?? '', goesOn[2] ?? '');
  for (const [, unit = '', digits = ''] of withoutPaths.matchAll(NOTED)) set(words, unit, digits);
  const counted = COUNTED.exec(line);
  if (counted) {
    words.epoch = Number(counted[1] ?? counted[2]);
    words.counted = true;
  }
  if (/^\W{0,4}resumed\s(?:from\s)?epoch/i.test(line) || /\(epoch/i.test(line)) words.counted = true;
};

/** What is left of words that name neither a place nor a checkpoint, or only what was loaded. */
const judged = (words: ResumeWords, line: string): ResumeWords | undefined => {
  const found = words.epoch ?? words.step ?? words.round ?? words.left;
  if (words.checkpoint !== undefined) return words;
  if (found === undefined) return TAKES_UP.test(line) ? words : undefined;
  if (words.kind === 'loaded' && !/start|left|remain|more|skip|check-?point|ckpt|snapshot/i.test(line))
    return undefined;
  if (words.left !== undefined && found === words.left) words.kind = 'left';
  return words;
};
const KIND = /resum|continu|restor|restart|recover|picking up/i;

const set = (words: ResumeWords, unit: string, digits: string) => {
  const value = Number(digits.replaceAll(',', ''));
  if (/epoch/i.test(unit)) words.epoch ??= value;
  else if (/round/i.test(unit)) words.round ??= value;
  else if (/iter|step/i.test(unit)) words.step ??= value;
};

const SAVES = /(?:^|[^\w])(?:sav(?:ed|ing)|stor(?:ed|ing)|wrote|writing|written|dump(?:ed|ing))\b.{0,200}/i;
const savedOf = (line: string): Notices['saved'] => {
  const found = SAVES.exec(line);
  if (
    !found ||
    !/check-?point|ckpt|model|weights|state|snapshot|\.(?:pth?|h5|keras|params|bin|zip)\b/i.test(line)
  )
    return undefined;
  if (/will (?:be )?sav|not sav|skip/i.test(line)) return undefined;
  const names = checkpointNamesIn(found[0]);
  const saved: NonNullable<Notices['saved']> = {};
  if (names[0] !== undefined) saved.name = names[0];
  const epoch = /\bat (\d{1,7}) epochs?\b|\b(?:after|for|of) epoch (\d{1,7})\b/i.exec(line);
  if (epoch?.[1] !== undefined) saved.epoch = Number(epoch[1]);
  const step =
    /checkpoints? for (\d{1,9}) into|\bat (?:step|iteration) (\d{1,9})|\bat (\d{1,9}) iterations?/i.exec(
      line,
    );
  if (step) saved.step = Number(step[1] ?? step[2] ?? step[3]);
  return saved;
};

const PLANS: [RegExp, 'epochs' | 'steps' | 'rounds', boolean][] = [
  [
    /\bnum(?:ber)?(?:\sof)?[_ ](?:train(?:ing)?[_ ])?epochs\s{0,3}[=:]\s{0,3}(\d[\d,]{0,9})/i,
    'epochs',
    false,
  ],
  [/\b(?:train(?:ing)?|fit(?:ting)?)\b.{0,60}\bfor\s(\d[\d,]{0,9})\sepochs\b/i, 'epochs', false],
  [/\bmax_?epochs?=(\d{1,9})/i, 'epochs', true],
  [/\btotal (?:number of )?epochs\s{0,3}[=:]\s{0,3}(\d[\d,]{0,9})/i, 'epochs', false],
  [/^[\W_]{0,8}(?:n_|num_)?epochs['"]?\s{0,3}[=:]\s{0,3}['"]?(\d{1,7})['"]?(?![\w./])/i, 'epochs', true],
  [
    /\btotal (?:optimization|training|train|number of)\s?(?:training\s)?steps\s{0,3}[=:]\s{0,3}(\d[\d,]{0,12})/i,
    'steps',
    false,
  ],
  [/\bmax_?(?:steps|iters?|iterations)\s{0,3}[=:]\s{0,3}(\d[\d,]{0,12})/i, 'steps', true],
  [/\b(?:train(?:ing)?)\b.{0,40}\bfor\s(\d[\d,]{0,12})\s(?:steps|iterations)\b/i, 'steps', false],
  [/\b(?:num_(?:boost_)?rounds?|n_estimators)['"]?\s{0,3}[=:]\s{0,3}['"]?(\d{1,7})/i, 'rounds', true],
];
const HAS_PLAN = /epoch|step|iter|round|estimators/i;
const planOf = (line: string): Notices['plan'] => {
  if (!HAS_PLAN.test(line) || !/\d/.test(line)) return undefined;
  for (const [pattern, unit, weak] of PLANS) {
    const digits = pattern.exec(line)?.[1];
    if (digits === undefined) continue;
    const value = Number(digits.replaceAll(',', ''));
    if (value > 0) return { [unit]: value, ...(weak && { weak }) };
  }
  return undefined;
};
