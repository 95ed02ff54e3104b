/** What a script says of the checkpoint it starts from, in the words that scripts use for it. */

export interface ResumeNotice {
  attempt: number;
  /** When the line was logged, ms since the epoch. */
  at: number;
  /** The epoch it says it goes on with. */
  epoch?: number;
  /** File name of the checkpoint it says it loads. */
  checkpoint?: string;
}

const SAYS_SO = /resum|restor|continu|restart|starting (?:training )?from|load|latest/i;
const SUBJECT = /checkpoint|ckpt|epoch|iteration|round/i;
const GOES_ON =
  /(?:resum\w{0,4}|continu\w{0,4}|restart\w{0,4}|start(?:ing|ed)?)\s{1,4}(?:the\s{1,4})?(?:training\s{1,4})?(?:from|at|with)\s{1,4}(?:the\s{1,4})?(?:boosting\s{1,4})?(?:epoch|iteration|round)\s{0,4}[:#=]?\s{0,4}(\d{1,9})(?![\w.])/i;
const FILE =
  /^(?:[\w.@+-]*(?:checkpoint|ckpt|epoch)[\w.@+-]*|[\w.@+-]+\.(?:h5|hdf5|keras|pth?|ckpt|params|states|safetensors|weights|bin|index))$/i;
/** Words that pass for a file name. */
const PLAIN = /^(?:checkpoints?|ckpt|epochs?)[.:]?$/i;

/** @param line one piece of a log message without its logger's prefix */
export const resumeNoticeOf = (line: string): { epoch?: number; checkpoint?: string } | undefined => {
  if (!SAYS_SO.test(line) || !SUBJECT.test(line)) return undefined;
  const epoch = GOES_ON.exec(line)?.[1];
  const checkpoint = line
    .split(/[\s'"`(),;]+/)
    .map((word) => word.replace(/[.:]+$/, '').replace(/^.*[/=]/, ''))
    .find((word) => FILE.test(word) && !PLAIN.test(word) && /\d|\./.test(word));
  if (epoch === undefined && checkpoint === undefined) return undefined;
  return {
    ...(epoch !== undefined && { epoch: Number(epoch) }),
    ...(checkpoint !== undefined && { checkpoint }),
  };
};
