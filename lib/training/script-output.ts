/**
 * Tells what a script itself printed from what the training toolkit writes around it: the container's environment, the
 * command, its own log lines. What it reports as an error stays.
 * Source: sagemaker_training/logging_config.py, entry_point.py.
 */
import { type LogLine } from './log-line';

const TOOLKIT =
  /\bsagemaker[-_](?:training|containers|pytorch|tensorflow|mxnet|sklearn|xgboost|huggingface|chainer)[\w.-]{0,80}\s{1,20}(?:INFO|DEBUG|WARNING)\b/;
const SHELL = /^bash: (?:cannot set terminal process group|no job control in this shell)/;
const VARIABLE = /^(?:SM_[A-Z0-9_]+|PYTHONPATH|SAGEMAKER_[A-Z0-9_]+|TRAINING_JOB_\w+|AWS_\w+|CURRENT_\w+)=/;

type Block = 'none' | 'environment' | 'variables' | 'command';

/** For each line, in order, whether the script printed it. Each host's output has blocks of its own. */
export const isScriptOutput = (
  lines: readonly Pick<LogLine, 'attempt' | 'host' | 'message'>[],
): boolean[] => {
  const blocks = new Map<string, Block>();
  return lines.map(({ attempt, host, message }) => {
    const key = `${attempt} ${host}`;
    const [isOwn, next] = step(blocks.get(key) ?? 'none', message.trim());
    blocks.set(key, next);
    return isOwn;
  });
};

const step = (block: Block, text: string): [isOwn: boolean, next: Block] => {
  if (text === 'Training Env:') return [false, 'environment'];
  if (text === 'Environment variables:') return [false, 'variables'];
  if (text === 'Invoking script with the following command:') return [false, 'command'];
  if (TOOLKIT.test(text) || SHELL.test(text)) return [false, 'none'];
  if (block === 'command') return text === '' ? [false, block] : [false, 'none'];
  if (block === 'environment') return [false, block];
  if (block === 'variables') return text === '' || VARIABLE.test(text) ? [false, block] : [true, 'none'];
  return [true, 'none'];
};
