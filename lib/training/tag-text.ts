/** A tag as a filter asks for it. */
export interface TagFilter {
  key: string;
  /** Without a value, any value will do. */
  value?: string;
  /** The tag may not be there. */
  absent?: boolean;
}

/**
 * `key=value`, a key alone for a tag of any value, or `!key` where the tag may not be there. In a key a backslash
 * goes before what would be read as one of these signs: SageMaker allows `=` in keys.
 */
export const formatTag = ({ key, value, absent }: TagFilter): string => {
  const name = key.replace(/[\\=]|^!/g, '\\$&');
  if (absent) return `!${name}`;
  return value === undefined ? name : `${name}=${value}`;
};

export const parseTag = (text: string): TagFilter => {
  if (text.startsWith('!')) return { key: unescaped(text.slice(1)), absent: true };
  const [name = ''] = /^(?:\\[^]|[^\\=])*/u.exec(text) ?? [];
  // A backslash at the very end stands for itself, as in a text that was cut off.
  if (text[name.length] !== '=') return { key: unescaped(text) };
  return { key: unescaped(name), value: text.slice(name.length + 1) };
};

const unescaped = (text: string): string => text.replace(/\\([\\=!])/g, '$1');

/** `key=value` or a key, without the signs that tell them apart in an address. */
export const tagWords = (text: unknown): string => {
  const { key, value, absent } = parseTag(String(text));
  if (absent) return `not ${key}`;
  return value === undefined ? key : `${key}=${value}`;
};
