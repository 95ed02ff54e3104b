/** Lays a compressed copy beside each script and sheet of a build: lib/server/front/built-files.ts sends them. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const compress = promisify(brotliCompress);

/** @param {string} folder `.next/static` */
export const compressBuild = async (folder) => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of files.filter((name) => name.endsWith('.br'))) rmSync(file);
  await Promise.all(
    files
      .filter((name) => /\.(?:js|css)$/.test(name))
      .map(async (file) => {
        const source = readFileSync(file);
        const options = {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
            [constants.BROTLI_PARAM_SIZE_HINT]: source.length,
          },
        };
        writeFileSync(`${file}.br`, await compress(source, options));
      }),
  );
};
