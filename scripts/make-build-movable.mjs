/** Takes out of a build of the dashboard what ties it to the folder that it was made in, so that npm can carry it. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * @param {string} build folder `.next`
 * @param {string} root folder that it was built in
 */
export const makeBuildMovable = (build, root) => {
  nameExternalsPlainly(build);
  for (const name of ['required-server-files.json', 'required-server-files.js']) {
    rewrite(path.join(build, name), (text) => text.replaceAll(`"${root}"`, '"."'));
  }
};

const digest = /-[0-9a-f]{16}$/;

/**
 * Turbopack names a package that it leaves out of the build by a digest, such as `libsql-ed63c3166a52376f`, and puts a
 * link of that name into the build. npm packs no links; a package's own name leads Node to it wherever npm puts it.
 * @throws {Error} if a link has a name without a digest, that is, if Next has come to do it in another way
 */
const nameExternalsPlainly = (build) => {
  const links = path.join(build, 'node_modules');
  if (!existsSync(links)) return;
  const names = linkedNames(links);
  const odd = names.filter((name) => !digest.test(name));
  if (odd.length > 0) throw new Error(`The build's links ${odd.join(', ')} are of an unknown form.`);
  const plainly = (text) =>
    names.reduce((changed, name) => changed.replaceAll(`"${name}`, `"${name.replace(digest, '')}`), text);
  for (const entry of readdirSync(path.join(build, 'server'), { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith('.js'))
      rewrite(path.join(entry.parentPath, entry.name), plainly);
  }
  rmSync(links, { recursive: true });
};

/** With their scope: `@aws-sdk/client-s3-…`. */
const linkedNames = (folder) =>
  readdirSync(folder).flatMap((name) =>
    name.startsWith('@') ? readdirSync(path.join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
  );

const rewrite = (file, change) => {
  if (!existsSync(file)) return;
  const before = readFileSync(file, 'utf8');
  const after = change(before);
  if (after !== before) writeFileSync(file, after);
};
