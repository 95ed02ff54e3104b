/**
 * Makes the component library lighter before Next bundles it. It ships a style sheet per component, of which a page
 * would load fifty and use a quarter, classes and properties whose names end in digests, which do not compress, and
 * all its icons in one module. From it come, in .build: one sheet, and the scripts that go with it.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { buildDir, root } from '../setup.mjs';
import { withNamedProperties } from './custom-properties.mjs';
import { usedIcons, withIcons } from './icons.mjs';
import { prunedSheet, shortClassNames } from './sheet.mjs';
import { usedClassNames } from './style-names.mjs';

const library = '@cloudscape-design/components';
const librarySource = path.join(root, 'node_modules', library);
const iconsModule = path.join('icon', 'generated', 'icons.js');
const propertiesModule = path.join('internal', 'generated', 'custom-css-properties', 'index.js');
const messagesModule = path.join('i18n', 'messages', 'all.en.js');
/** What next.config.js gives Next in the library's place. */
const scriptsDir = path.join(buildDir, 'cloudscape');
/** What app/layout.tsx imports. */
const sheetFile = path.join(buildDir, 'styles/cloudscape.css');

/** `npm run dev` has the library as it is, so that a component can be tried without a restart. */
export const leaveLibrary = () => writeFile(sheetFile, '');

export const bundleLibrary = async () => {
  const own = ownSources();
  const { files, kept, sheets, code } = await reachedFrom(importedComponents(own));
  const maps = await classMaps(files);
  const named = kept.filter(({ file }) => !file.endsWith('.css.js'));
  const used = usedClassNames(named, maps);
  const shortNames = shortClassNames(maps);
  writeFile(sheetFile, prunedSheet({ css: sheets.join('\n'), used, shortNames, code }));
  const nameIcons = named.filter(({ file }) => !file.endsWith(iconsModule)).map(({ source }) => source);
  const rewritings = new Map([
    [
      propertiesModule,
      (source) =>
        withNamedProperties(
          source,
          files.filter(({ file }) => !file.endsWith(propertiesModule)).map((one) => one.source),
        ),
    ],
    [iconsModule, (source) => withIcons(source, usedIcons([...own, ...nameIcons]))],
    [
      messagesModule,
      (source) =>
        withMessages(
          source,
          kept.map(({ file }) => placeOf(file)),
        ),
    ],
  ]);
  writeScripts(files, (place, source) =>
    place.endsWith('.css.js') ? withClasses(source, shortNames) : (rewritings.get(place)?.(source) ?? source),
  );
};

const writeFile = (file, text) => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
};

/** Sources of the pages. */
const ownSources = () =>
  ['app', 'components'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true })
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\./.test(file))
      .sort()
      .map((file) => readFileSync(path.join(root, folder, file), 'utf8')),
  );

/** Subpaths of the library that the pages import. */
const importedComponents = (sources) => {
  const imports = /(?:from|import\()\s*'@cloudscape-design\/components\/([^']+)'/g;
  return [
    ...new Set(sources.flatMap((source) => [...source.matchAll(imports)].map(([, name]) => name))),
  ].sort();
};

/**
 * What these components need of the library: all files, those of which the pages use something, their sheets in the
 * order in which they are imported, and the code that remains of them.
 */
const reachedFrom = async (components) => {
  const { metafile, outputFiles } = await build({
    stdin: {
      contents: components
        .map((name, index) => `export * as c${index} from '${library}/${name}';`)
        .join('\n'),
      resolveDir: root,
    },
    bundle: true,
    write: false,
    metafile: true,
    outfile: path.join(buildDir, 'unwritten.js'),
    format: 'esm',
    platform: 'browser',
    external: ['react', 'react-dom', 'react/*', 'react-dom/*'],
    absWorkingDir: root,
    logLevel: 'error',
  });
  const read = (file) => ({
    file: path.join(root, file),
    source: readFileSync(path.join(root, file), 'utf8'),
  });
  const scriptOutput = Object.values(metafile.outputs).find(({ cssBundle }) => cssBundle !== undefined);
  const isOfLibrary = (file) =>
    path.join(root, file).startsWith(librarySource + path.sep) &&
    !placeOf(path.join(root, file)).startsWith('node_modules');
  return {
    files: Object.keys(metafile.inputs)
      .filter((file) => isOfLibrary(file) && !file.endsWith('.css'))
      .map(read),
    kept: Object.entries(scriptOutput.inputs)
      .filter(([file, { bytesInOutput }]) => bytesInOutput > 0 && isOfLibrary(file))
      .map(([file]) => read(file)),
    sheets: Object.keys(metafile.outputs[scriptOutput.cssBundle].inputs).map((file) => read(file).source),
    code: outputFiles.find(({ path: file }) => file.endsWith('.js')).text,
  };
};

const sheetImport = /^\s*import '\.\/styles\.scoped\.css';?$/m;

/** The library's maps from a name to its class, by the file of the map. */
const classMaps = async (files) => {
  const maps = new Map();
  for (const { file, source } of files.filter((one) => one.file.endsWith('.css.js'))) {
    const code = `data:text/javascript,${encodeURIComponent(source.replace(sheetImport, ''))}`;
    maps.set(file, (await import(code)).default);
  }
  return maps;
};

const placeOf = (file) => path.relative(librarySource, file);

/** @param {(place: string, source: string) => string} rewrite takes the file's path in the library */
const writeScripts = (files, rewrite) => {
  rmSync(scriptsDir, { recursive: true, force: true });
  const { name, version, sideEffects } = JSON.parse(
    readFileSync(path.join(librarySource, 'package.json'), 'utf8'),
  );
  writeFile(path.join(scriptsDir, 'package.json'), JSON.stringify({ name, version, sideEffects }));
  // Packages of which the library needs another version than the rest.
  const ownPackages = path.join(librarySource, 'node_modules');
  if (existsSync(ownPackages)) symlinkSync(ownPackages, path.join(scriptsDir, 'node_modules'), 'junction');
  for (const { file, source } of files) {
    const place = placeOf(file);
    writeFile(
      path.join(scriptsDir, place),
      rewrite(place, source.replace(/^\/\/# sourceMappingURL=.*$/m, '')),
    );
  }
};

const withClasses = (source, shortNames) =>
  source
    .replace(sheetImport, '')
    .replace(/"(awsui_[\w-]+)"/g, (text, name) =>
      shortNames.has(name) ? `"${shortNames.get(name)}"` : text,
    );

/** The texts of the components that the pages use. */
const withMessages = (source, places) => {
  const [before = '', json = '', after = ''] =
    /^(export default )([^]*?)(;?\s*)$/.exec(source)?.slice(1) ?? [];
  const messages = JSON.parse(json);
  for (const texts of Object.values(messages['cloudscape-design-components'])) {
    for (const component of Object.keys(texts)) {
      const isUsed =
        component.startsWith('[') || places.some((place) => place.split(path.sep).includes(component));
      if (!isUsed) delete texts[component];
    }
  }
  return `${before}${JSON.stringify(messages)}${after}`;
};
