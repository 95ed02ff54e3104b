/** Where a file lies in S3 once it is uploaded: its path below a prefix, as it is spelled. */

export type KeyOrRefusal = { key: string } | { refusal: string };

/** As S3 has it, in bytes of UTF-8. */
export const maxKeyBytes = 1_024;

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/** Why a key cannot be the path of a file in a job's folder; undefined where it can. A sentence's end. */
export const keyFault = (key: string): string | undefined => {
  if (byteLength(key) > maxKeyBytes)
    return `its key in S3 would have ${byteLength(key).toLocaleString('en')} bytes, and 1,024 is the most`;
  if (/[\u0000-\u001f\u007f]/.test(key)) return 'there is a control character in its name';
  if (/\p{Surrogate}/u.test(key)) return 'its name is no valid Unicode';
  const parts = key.split('/');
  if (parts.some((part) => part === '')) return 'a part of its path is empty';
  if (parts.some((part) => part === '.' || part === '..'))
    return 'a part of its path is “.” or “..”, which would lead out of a job’s folder';
  return undefined;
};

/** @param prefix empty, or with a slash at its end */
export const keyBelow = (prefix: string, path: string): KeyOrRefusal => {
  const key = `${prefix}${path}`;
  const fault = keyFault(key);
  return fault === undefined ? { key } : { refusal: `It cannot be uploaded: ${fault}.` };
};

/** The same for names that a reader cannot tell apart: é has two spellings in Unicode. */
export const lookOf = (key: string): string => key.normalize('NFC');

/** What never is data: a desktop puts it into the folders that it has shown. */
export const isDataFile = (path: string): boolean =>
  !/(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini)$/.test(path);
