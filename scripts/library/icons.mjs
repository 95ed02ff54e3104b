/** The library's module of all icons, with those alone that something can show. */

const entry = /^ {4}"([\w-]+)": (?=React\.createElement\()/gm;

/** All words in quotes: an icon that is shown is named by one of them, or by what the names have in common. */
export const usedIcons = (sources) => {
  const words = new Set();
  const patterns = [];
  for (const source of sources) {
    for (const [, word] of source.matchAll(/['"`]([a-z][\w-]*)['"`]/g)) words.add(word);
    for (const [template] of source.matchAll(/`[\w-]*(?:\$\{[^}`]*\}[\w-]*)+`/g)) {
      const parts = template.slice(1, -1).split(/\$\{[^}]*\}/);
      // One that begins or ends with a word of its own, or it would be all icons.
      if (parts.join('').length > 2) patterns.push(new RegExp(`^${parts.join('[\\w-]*')}$`));
    }
  }
  return (name) => words.has(name) || patterns.some((pattern) => pattern.test(name));
};

/** @param {(name: string) => boolean} isUsed */
export const withIcons = (source, isUsed) => {
  const starts = [...source.matchAll(entry)];
  const end = source.indexOf('\n};', starts.at(-1)?.index);
  if (starts.length === 0 || end === -1) throw new Error('the module of icons is not what it was');
  const entries = starts.map(({ index, 1: name }, at) => ({
    name,
    text: source.slice(index, starts[at + 1]?.index ?? end + 1),
  }));
  const kept = entries.filter(({ name }) => isUsed(name)).map(({ text }) => text.replace(/\n$/, ''));
  return source.slice(0, starts[0].index) + kept.join('\n') + source.slice(end);
};
