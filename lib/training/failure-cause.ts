/**
 * What a FailureReason says went wrong, in one line: a toolkit wraps the script's own words in its class, its exit
 * code and the command.
 * Source: DescribeTrainingJob, FailureReason; sagemaker_training/errors.py.
 */
const MOST_CHARACTERS = 200;

/** `ValueError: bad shape`: what a traceback ends with. */
const EXCEPTION = /^(?:(?:[A-Za-z_][\w.]*)?(?:Error|Exception|Interrupt|Exit|Warning|Failure))\b(?::.*)?$/;

/** Undefined where the reason has no words. */
export const failureCause = (reason: string | undefined): string | undefined => {
  if (reason === undefined) return undefined;
  const message = /ErrorMessage\s+"([\s\S]*?)"\s*(?:\nExtraInfo|\nCommand|\s*$|,?\s*Command\s)/.exec(
    reason,
  )?.[1];
  const memory = /ExtraInfo\s+"([^"]*)"/.exec(reason)?.[1];
  const lines = (message ?? reason)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const exception = lines.findLast(
    (line) => EXCEPTION.test(line) && (message !== undefined || !WRAPPER.test(line)),
  );
  const cause = exception ?? memory ?? (message === undefined ? plain(lines.join(' ')) : lines.at(-1));
  if (cause === undefined || cause === '') return plain(reason.trim().split('\n')[0] ?? '') || undefined;
  return cause.length > MOST_CHARACTERS ? `${cause.slice(0, MOST_CHARACTERS - 1)}…` : cause;
};

const WRAPPER = /^(?:AlgorithmError|ClientError|InternalServerError|ExecuteUserScriptError)\b/;

/** `AlgorithmError: `: whose fault it was, not what went wrong. */
const plain = (text: string): string => text.replace(/^(?:AlgorithmError|ClientError):\s*/, '').trim();

/** The line of a log that says it: the last one with its words; undefined where none has them. */
export const lineOfCause = (
  lines: readonly { sequence: number; message: string }[],
  cause: string,
): number | undefined => {
  const words = cause.replace(/…$/, '');
  return lines.findLast(({ message }) => message.includes(words))?.sequence;
};
