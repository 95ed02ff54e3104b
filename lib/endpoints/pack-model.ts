import 'server-only';
import { createHash } from 'node:crypto';
import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { extract, type Extract, type Header, type Pack, pack } from 'tar-stream';
import { type Backend } from '../aws/backends';
import { getObject, headObject, objectExists, parseS3Uri, putObject } from '../aws/objects';
import { SpotdeckError } from '../errors/spotdeck-error';
import { packedArtifact } from '../training/serving-code';
import { type CodeFile, entryName } from './source-archive';

/** The model brings its own handlers. */
class HasHandlers extends Error {}

/** Weights hardly shrink: what a better level saves is not worth its time. */
const level = 1;

/**
 * Puts a copy of a model's archive beside it, with the files below `code/`, where they replace files of the same names.
 * The same model and files are packed once. Nothing is kept on this machine's disk, and little in memory.
 * @returns its S3 URI; undefined where the model brings a `code/inference.py`
 * @throws {SpotdeckError} invalid-input, where the model is no .tar.gz archive
 */
export const packModel = async (
  backend: Backend,
  artifactS3Uri: string,
  files: ReadonlyMap<string, CodeFile>,
  kmsKey?: string,
): Promise<string | undefined> => {
  const source = parseS3Uri(artifactS3Uri);
  const { etag, sizeBytes } = await headObject(backend, source);
  const target = packedArtifact(artifactS3Uri, digestOf(files, `${etag} ${sizeBytes}`));
  const place = parseS3Uri(target);
  if (await objectExists(backend, place)) return target;
  const { body } = await getObject(backend, source);
  const gzip = createGzip({ level });
  const output = pack();
  let broken: unknown;
  const fail = (error: unknown) => {
    broken ??= error;
    for (const stream of [body, output]) stream.destroy();
    gzip.destroy(error instanceof Error ? error : new Error(String(error)));
  };
  const packing = Promise.all([copyEntries(body, output, files), pipeline(output, gzip)]).catch(fail);
  try {
    await putObject(backend, place, gzip, {
      contentType: 'application/x-tar',
      ...(kmsKey !== undefined && { kmsKey }),
    });
    await packing;
    return target;
  } catch (error) {
    fail(error);
    await packing;
    if (broken instanceof HasHandlers) return undefined;
    if (!isDamage(broken)) throw error;
    throw new SpotdeckError(
      'invalid-input',
      `The model ${artifactS3Uri} could not be packed with its code: it is not a whole .tar.gz archive.`,
      'jobName',
    );
  }
};

/** What zlib and tar-stream say of an archive that is damaged, or is none. */
const isDamage = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && String(error.code).startsWith('Z_')) ||
    /^(?:Invalid (?:tar )?header|Header exceeds|Unexpected end)/.test(error.message));

const digestOf = (files: ReadonlyMap<string, CodeFile>, model: string): string => {
  const hash = createHash('sha256').update(model);
  for (const [name, { mode, bytes }] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`\0${name}\0${mode ?? ''}\0${bytes.length}\0`).update(bytes);
  return hash.digest('hex');
};

const copyEntries = async (body: Readable, output: Pack, files: ReadonlyMap<string, CodeFile>) => {
  const entries = extract();
  const replaced = new Set([...files.keys()].map((name) => `code/${name}`));
  const copying = async () => {
    for await (const entry of entries) {
      const name = entryName(entry.header.name);
      if (name === 'code/inference.py') throw new HasHandlers();
      // A `code` that is a link would lead the files elsewhere.
      const isDropped =
        name === undefined || replaced.has(name) || (name === 'code' && entry.header.type !== 'directory');
      if (isDropped) entry.resume();
      else await copyEntry(entry, output);
    }
    for (const { name, mode = 0o644, bytes } of files.values())
      await writeEntry(output, { name: `code/${name}`, mode, mtime: new Date(0) }, bytes);
    output.finalize();
  };
  await Promise.all([pipeline(body, createGunzip(), entries), copying()]);
};

/** An entry as it is read. */
type Source = Extract extends AsyncIterable<infer One> ? One : never;

const copyEntry = async (entry: Source, output: Pack): Promise<void> => {
  const { header } = entry;
  if (header.size > 0) return pipeline(entry, output.entry(header));
  await writeEntry(output, header, Buffer.alloc(0));
  entry.resume();
};

const writeEntry = (
  output: Pack,
  header: Partial<Header> & Pick<Header, 'name'>,
  bytes: Buffer,
): Promise<void> =>
  new Promise((resolve, reject) =>
    output.entry(header, bytes, (error) => (error ? reject(error) : resolve())),
  );
