/**
 * Tags of a job as SageMaker takes them, and those in which Spotdeck keeps what a person says about a job: they are
 * in the account, so that everybody who looks at the job sees them, whichever computer they look from.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Tag.html
 */

/** What a key or a value may be made of. */
export const tagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Keys that begin so are kept by Spotdeck and edited elsewhere than among a person's own tags. */
export const ownTagPrefix = 'spotdeck:';
export const favouriteTag = 'spotdeck:favourite';
export const archivedTag = 'spotdeck:archived';
export const noteTag = 'spotdeck:note';

export interface Tag {
  key: string;
  value: string;
}

/** What is to become of a job's tags. A key may be in one of both only. */
export interface TagChange {
  set: Tag[];
  remove: string[];
}

type Tags = Readonly<Record<string, string>>;

export const isFavourite = (tags: Tags = {}): boolean => Object.hasOwn(tags, favouriteTag);
export const isArchived = (tags: Tags = {}): boolean => Object.hasOwn(tags, archivedTag);

/** Whether a job has a mark of ours or has it no more. */
export const markChange = (key: typeof favouriteTag | typeof archivedTag, wanted: boolean): TagChange =>
  wanted ? { set: [{ key, value: 'yes' }], remove: [] } : { set: [], remove: [key] };

/** A person's own tags, without those that AWS or Spotdeck keeps. */
export const personalTags = (tags: Tags = {}): [key: string, value: string][] =>
  Object.entries(tags).filter(([key]) => !key.startsWith(ownTagPrefix) && !/^aws:/i.test(key));

/** What a job's tags are after the change, whether or not they were listed with it already. */
export const changedTags = (before: Tags, { set, remove }: TagChange): Record<string, string> => {
  const after = new Map([...Object.entries(before), ...set.map(({ key, value }) => [key, value] as const)]);
  for (const key of remove) after.delete(key);
  return Object.fromEntries(after);
};

/** What makes one set of a person's own tags of another. */
export const tagChangeOf = (before: Tags | undefined, after: readonly Tag[]): TagChange => {
  const was = new Map(personalTags(before));
  const wanted = new Set(after.map(({ key }) => key));
  return {
    set: after.filter(({ key, value }) => was.get(key) !== value),
    remove: [...was.keys()].filter((key) => !wanted.has(key)),
  };
};

/**
 * A note as a tag's value. What a tag cannot hold, such as a comma or a new line, is written as `=` and the bytes of
 * its UTF-8 in hexadecimal, as in quoted-printable.
 */
export const encodeNote = (note: string): string =>
  Array.from(note.trim().replace(/\r\n?/g, '\n'))
    .map((sign) => (sign !== '=' && tagText.test(sign) ? sign : hexOf(sign)))
    .join('');

/** The note of a job; a value that somebody else wrote is taken as it is where it cannot be read. */
export const noteOf = (tags: Tags = {}): string | undefined => {
  const value = Object.hasOwn(tags, noteTag) ? tags[noteTag] : undefined;
  if (value === undefined || value === '') return undefined;
  try {
    return value.replace(/(?:=[0-9A-F]{2})+/g, (bytes) => decodeURIComponent(bytes.replaceAll('=', '%')));
  } catch (error) {
    if (error instanceof URIError) return value;
    throw error;
  }
};

export const noteChange = (note: string): TagChange =>
  note.trim() === ''
    ? { set: [], remove: [noteTag] }
    : { set: [{ key: noteTag, value: encodeNote(note) }], remove: [] };

const hexOf = (sign: string): string =>
  [...new TextEncoder().encode(sign)]
    .map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
