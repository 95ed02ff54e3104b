/** Which classes of the component library its scripts name. They do so by maps: `styles['header-cell']`. */
import path from 'node:path';

/**
 * @param {readonly { file: string, source: string }[]} scripts
 * @param {ReadonlyMap<string, Record<string, string>>} maps from a name to its class, by the map's file
 * @returns {Set<string>} classes; of a name that is only known at run time, all that it can be
 */
export const usedClassNames = (scripts, maps) => {
  const used = new Set();
  for (const { file, source } of scripts) {
    for (const [, identifier, from] of source.matchAll(mention)) {
      const names = maps.get(path.posix.join(path.posix.dirname(file), from)) ?? {};
      const patterns = identifier === undefined ? [/^/] : patternsOf(source, identifier);
      for (const [name, className] of Object.entries(names)) {
        if (patterns.some((pattern) => pattern.test(name))) used.add(className);
      }
    }
  }
  return used;
};

/** Of a map, with the identifier where it is an import of the usual form. One for its sheet alone uses nothing. */
const mention = /(?:\bimport (?:\* as )?(\w+) from\s*|(?<!\bimport\s*))['"]([^'"\n]+\.css\.js)['"]/g;

/** A pattern for each use of the map: the names that it can take from it. */
const patternsOf = (source, identifier) => {
  const use = `(?<![\\w.])${identifier}\\b(?!\\s*from\\s*['"])`;
  const key = `\\.(\\w+)|\\[\\s*(?:'([^']*)'|"([^"]*)"|\`([^\`]*)\`)\\s*\\]`;
  return [...source.matchAll(new RegExp(`${use}(?:${key})?`, 'g'))].map(
    ([, property, single, double, template]) => {
      const plain = property ?? single ?? double;
      if (plain !== undefined) return new RegExp(`^${escaped(plain)}$`);
      if (template === undefined) return /^/;
      return new RegExp(
        `^${template
          .split(/\$\{(?:[^{}]|\{[^}]*\})*\}/)
          .map(escaped)
          .join('.*')}$`,
      );
    },
  );
};

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
