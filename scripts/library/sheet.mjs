/** One small style sheet of the component library's many. */
import { transform } from 'lightningcss';

/**
 * The library's names end in digests, which do not compress and are a third of the sheet's weight.
 * @param {ReadonlyMap<string, Record<string, string>>} maps from a name to its class, by the map's file
 * @returns {Map<string, string>} a short name for each class
 */
export const shortClassNames = (maps) => {
  const classes = new Set([...maps.values()].flatMap((names) => Object.values(names)).sort());
  return new Map([...classes].map((name, index) => [name, `aw${index.toString(36)}`]));
};

/**
 * @param {object} options
 * @param {string} options.css all sheets, in their order
 * @param {ReadonlySet<string>} options.used classes that can be on a page; the rules of others go
 * @param {ReadonlyMap<string, string>} options.shortNames of all classes of the library
 * @param {string} options.code of all scripts, which may name custom properties
 */
export const prunedSheet = ({ css, used, shortNames, code }) => {
  const isInScripts = inCode(code);
  const withUsedClasses = minified(
    css,
    [...shortNames.keys()].filter((name) => !used.has(name)),
  );
  const pruned = withUsedProperties(withUsedClasses, isInScripts);
  return withShortNames(pruned, shortNames, isInScripts);
};

const minified = (css, unusedSymbols, visitor) =>
  transform({
    filename: 'cloudscape.css',
    code: Buffer.from(css),
    minify: true,
    unusedSymbols,
    ...(visitor && { visitor }),
  }).code.toString();

/** Whether a script names a custom property, in full or by what it begins with. */
const inCode = (code) => {
  const names = new Set(code.match(/--[\w-]+/g));
  const beginnings = [...new Set(code.match(/--[\w-]+(?=\$\{)/g))];
  return (name) => names.has(name) || beginnings.some((beginning) => name.startsWith(beginning));
};

/** Without the custom properties and keyframes that nothing reads, and the defaults of those that every page sets. */
const withUsedProperties = (css, isInScripts) => {
  const setOnBody = new Set([...bodyRules(css)].flatMap((rule) => rule.match(/--[\w-]+(?=:)/g) ?? []));
  let sheet = minified(css, [], {
    Variable: ({ name: { ident }, fallback }) =>
      setOnBody.has(ident) && fallback ? { type: 'var', value: { name: { ident } } } : undefined,
  });
  // A property may be read by one alone that goes: again until none goes.
  for (;;) {
    const read = new Set([...sheet.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name));
    const all = new Set(sheet.match(/--[\w-]+(?=:)/g));
    const keyframes = new Set([...sheet.matchAll(/@keyframes ([\w-]+)/g)].map(([, name]) => name));
    const next = minified(sheet, [
      ...[...all].filter((name) => !read.has(name) && !isInScripts(name)),
      ...[...keyframes].filter((name) => sheet.split(name).length === 2),
    ]);
    if (next.length >= sheet.length) return sheet;
    sheet = next;
  }
};

const bodyRules = (css) => [...css.matchAll(/(?<=[{}])body\{([^}]*)\}/g)].map(([, rule]) => rule);

const withShortNames = (css, shortNames, isInScripts) => {
  const properties = new Map();
  const shortProperty = (name) => {
    if (isInScripts(name)) return name;
    if (!properties.has(name)) properties.set(name, `--${properties.size.toString(36)}`);
    return properties.get(name);
  };
  return css
    .replace(/\.(awsui_[\w-]+)/g, (selector, name) => `.${shortNames.get(name) ?? name}`)
    .replace(/(?<![\w-])--[a-z][\w-]*(?=[:,)])/g, shortProperty);
};
