import { type ErrorCode } from './action-result';
import { describeError } from './describe-error';

/**
 * Why something could not be read, in as few words as fit into a sentence about it: `access denied (s3:ListBucket)`.
 * @param needs the action that has to be allowed, for where the error does not name it
 */
export const reasonInShort = (error: unknown, needs?: string): string => {
  const { code, message } = describeError(error);
  if (code === 'access-denied') {
    const action = /perform: ([a-zA-Z0-9-]+:[A-Za-z0-9*]+)/.exec(message)?.[1] ?? needs;
    return action === undefined ? 'access denied' : `access denied (${action})`;
  }
  return words[code] ?? message.replace(/\.$/, '');
};

const words: Partial<Record<ErrorCode, string>> = {
  throttled: 'AWS is throttling',
  'no-credentials': 'there are no usable AWS credentials',
  'region-disabled': 'the account has not enabled the Region',
  'clock-skew': 'this machine’s clock is off',
  unreachable: 'it does not answer',
  'service-fault': 'AWS has a fault',
  unsupported: 'it does not offer that',
};
