import 'server-only';
import { reasonInShort } from '../errors/reason-in-short';
import { isSpotdeckError } from '../errors/spotdeck-error';

/** What was read, else `instead`: then `unread` has a sentence more. */
export const readOrElse = async <Value>(
  read: () => Promise<Value>,
  instead: Value,
  unread: string[],
  say: (error: unknown) => string,
): Promise<Value> => {
  try {
    return await read();
  } catch (error) {
    unread.push(say(error));
    return instead;
  }
};

/** Undefined where the backend has no such thing. */
export const ifOffered = async <Value>(read: () => Promise<Value>): Promise<Value | undefined> => {
  try {
    return await read();
  } catch (error) {
    if (isSpotdeckError(error) && error.code === 'unsupported') return undefined;
    throw error;
  }
};

/** @param needs the permission that it takes, where one is missing */
export const couldNotRead = (what: string, error: unknown, needs?: string): string =>
  `Could not read ${what}: ${reasonInShort(error, needs)}.`;
