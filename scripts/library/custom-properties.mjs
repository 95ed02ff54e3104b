/** The library's map of all its custom properties, with those alone that a script names. */

const entry = /^ {4}"(\w+)": "--[\w-]+",?\n/gm;

/**
 * @param {string} source of the map
 * @param {readonly string[]} sources of the scripts that use it
 */
export const withNamedProperties = (source, sources) => {
  const words = new Set(sources.flatMap((script) => script.match(/\w+/g) ?? []));
  if (!entry.test(source)) throw new Error('the map of custom properties is not what it was');
  return source.replace(entry, (text, name) => (words.has(name) ? text : ''));
};
