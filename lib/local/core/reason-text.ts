import { stripVTControlCharacters } from 'node:util';

/** Characters of FailureReason in SageMaker's model. */
const maxLength = 1024;

/**
 * A text as FailureReason holds it. What a script wrote may be coloured, binary or cut within a character; clients
 * decode the reason strictly, and Python cannot print half a character.
 */
export const reasonText = (text: string): string =>
  readable(readable(stripVTControlCharacters(text)).slice(0, maxLength));

/** A run of what is not text is one mark: the rest of a sparse file is a thousand NULs. */
const readable = (text: string): string => text.replaceAll(/(?:(?![\t\n\r])\p{Cc}|\p{Cs})+/gu, '\uFFFD');
