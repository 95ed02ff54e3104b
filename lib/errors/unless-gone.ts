import { isNotFound } from './spotdeck-error';

/** What was asked for, or undefined where it is not there: it may be deleted between a list and a look. */
export const unlessGone = async <Value>(asked: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await asked;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
};
