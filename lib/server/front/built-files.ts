/**
 * Scripts and sheets of the build, compressed as well as can be when they are built: no page's first sight waits for
 * the server to compress them anew.
 */
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';

interface BuiltFile {
  file: string;
  type: string;
  /** Bytes. */
  size: number;
}

const types: ReadonlyMap<string, string> = new Map([
  ['.js', 'application/javascript; charset=UTF-8'],
  ['.css', 'text/css; charset=UTF-8'],
]);

/**
 * @param root folder with the build
 * @returns answers a request for a file of the build, and says so; others, and callers that do not take it so, are Next's
 */
export const builtFiles = (
  root: string,
): ((request: IncomingMessage, response: ServerResponse) => boolean) => {
  const files = readFiles(path.join(root, '.next/static'));
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const found = files.get((request.url ?? '').split('?')[0] ?? '');
    if (!found || !takesBrotli(request)) return false;
    response.writeHead(200, {
      'Content-Type': found.type,
      'Content-Encoding': 'br',
      'Content-Length': found.size,
      'Cache-Control': 'public, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
    });
    if (request.method === 'HEAD') {
      response.end();
      return true;
    }
    const source = createReadStream(found.file);
    // The length was promised: nothing but the end of the connection tells that it does not come.
    source.on('error', () => response.destroy());
    response.on('close', () => source.destroy());
    source.pipe(response);
    return true;
  };
};

/** By their addresses: what is asked for is looked up, and never a path. */
const readFiles = (folder: string): ReadonlyMap<string, BuiltFile> => {
  const files = new Map<string, BuiltFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = types.get(path.extname(entry.name.replace(/\.br$/, '')));
    if (!entry.isFile() || !entry.name.endsWith('.br') || type === undefined) continue;
    const file = path.join(entry.parentPath, entry.name);
    const place = path.relative(folder, file).split(path.sep).map(encodeURIComponent).join('/');
    files.set(`/_next/static/${place.slice(0, -'.br'.length)}`, { file, type, size: statSync(file).size });
  }
  return files;
};

/** As browsers say it. */
const takesBrotli = ({ headers }: IncomingMessage): boolean => {
  const accepted = headers['accept-encoding'];
  const codings = (typeof accepted === 'string' ? accepted : '').split(',').map((coding) => coding.trim());
  return codings.includes('br') && headers.range === undefined;
};
