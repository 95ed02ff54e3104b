/**
 * The first segment of every address: `local`, a Region (`us-east-1`), or a Region as a profile of `~/.aws` sees it
 * (`us-east-1~research`). Of characters that no part of an address has to escape.
 */
export interface SlugParts {
  /** `local`, or a Region. */
  place: string;
  profile?: string;
}

export const slugOf = ({ place, profile }: SlugParts): string =>
  profile === undefined ? place : `${place}~${escaped(profile)}`;

/** First segment of the pages that show several backends together; no Region has that name. */
export const allSlug = 'all';

/** What a reader calls a backend beside others: of a Region its code, and as whom it is looked at. */
export const placeName = (slug: string): string => {
  if (slug === 'local') return 'Local backend';
  const { place, profile } = readSlug(slug) ?? { place: slug };
  return profile === undefined ? place : `${place} as ${profile}`;
};

/** Undefined where no profile could be meant. */
export const readSlug = (slug: string): SlugParts | undefined => {
  const at = slug.indexOf('~');
  if (at < 0) return { place: slug };
  const profile = unescaped(slug.slice(at + 1));
  return profile === undefined || profile === '' ? undefined : { place: slug.slice(0, at), profile };
};

/** What names the place alone: prices and jobs are of an account, whichever profile leads there. */
export const placeOf = (slug: string): string => slug.split('~', 1)[0] ?? slug;

const escaped = (text: string): string =>
  [...new TextEncoder().encode(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[\w.-]/.test(character) ? character : `~${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');

const unescaped = (text: string): string | undefined => {
  if (!/^(?:[\w.-]|~[0-9a-f]{2})*$/.test(text)) return undefined;
  const bytes = [...text.matchAll(/~([0-9a-f]{2})|(.)/gs)].map(([, hex, plain = '']) =>
    hex === undefined ? plain.charCodeAt(0) : parseInt(hex, 16),
  );
  try {
    const read = new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(bytes));
    // One address each: what is written otherwise names no other profile.
    return escaped(read) === text ? read : undefined;
  } catch {
    // Bytes that are no text name nothing.
    return undefined;
  }
};
