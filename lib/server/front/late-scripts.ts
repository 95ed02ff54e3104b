/**
 * Scripts of a page are fetched and run after its first paint. Next names them all in the document's head: on a slow
 * line they share it with the style sheet that the paint waits for, and on any they are compiled before it.
 */
import { type ServerResponse } from 'node:http';

/** As React writes them; anything else stays as it is. */
const asyncScript =
  /<script src="(\/_next\/static\/[\w./-]+\.js)"(?: (?:nonce="[\w+/=]*"|async=""))+><\/script>/g;
/** React's own, and the mark before it. */
const beginning =
  /<script (?:nonce="[\w+/=]*" )?id="_R_"[^<>]*>[^<]*<\/script>(?:<script src="[\w./-]+"[^<>]*><\/script>)*/;
const scriptPreload = /<link rel="preload" as="script" [^<>]*href="\/_next\/static\/[\w./-]+\.js"\/>/g;

/** Waits for the frame, but not in a tab that draws none. Scripts before it have waited for the sheets. */
const loader = (sources: readonly string[], nonce: string): string => `<script nonce="${nonce}">(()=>{
let l=${JSON.stringify(sources)};
const go=()=>{for(const u of l.splice(0)){const s=document.createElement('script');s.src=u;s.async=true;document.head.append(s)}};
document.hidden?go():requestAnimationFrame(()=>setTimeout(go));setTimeout(go,1000)})()</script>`;

/**
 * What is left of a document, piece by piece as it is sent. The scripts of its beginning are loaded where React's own
 * begins, which is after all of the page that is sent at first; those of later pieces stay where they are.
 */
export const createLateScripts = (nonce: string) => {
  const sources: string[] = [];
  let isLoaded = false;
  const withoutScripts = (html: string): string =>
    html.replace(scriptPreload, '').replace(asyncScript, (_tag, source: string) => {
      sources.push(source);
      return '';
    });
  const load = (): string => {
    isLoaded = true;
    return sources.length === 0 ? '' : loader(sources, nonce);
  };
  return {
    take: (html: string): string => {
      if (isLoaded) return html;
      const begin = beginning.exec(html);
      if (!begin) return withoutScripts(html);
      const end = begin.index + begin[0].length;
      return withoutScripts(html.slice(0, end)) + load() + html.slice(end);
    },
    /** @returns what the document must end with, where it had no such place */
    end: (): string => (isLoaded ? '' : load()),
  };
};

/** Does so to what the response is given, once it turns out to be a page. */
export const deferScripts = (response: ServerResponse, nonce: string): void => {
  const { write, end } = response;
  let late: ReturnType<typeof createLateScripts> | undefined;
  let isDecided = false;
  const decide = () => {
    if (isDecided) return;
    isDecided = true;
    const type = String(response.getHeader('content-type') ?? '');
    // What has a length is a file as it is.
    if (type.startsWith('text/html') && !response.hasHeader('content-length'))
      late = createLateScripts(nonce);
  };
  // Byte for byte, since a piece may end within a character.
  const taken = (chunk: unknown, encoding: unknown): unknown => {
    if (!late || !(typeof chunk === 'string' || chunk instanceof Uint8Array)) return chunk;
    const bytes =
      typeof chunk === 'string'
        ? Buffer.from(chunk, typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8')
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    return Buffer.from(late.take(bytes.toString('latin1')), 'latin1');
  };
  const newWrite = (chunk: unknown, ...rest: unknown[]): boolean => {
    decide();
    const text = taken(chunk, rest[0]);
    return Reflect.apply(write, response, [text, ...(text === chunk ? rest : rest.filter(isFunction))]);
  };
  const newEnd = (...args: unknown[]): ServerResponse => {
    decide();
    if (!late) return Reflect.apply(end, response, args);
    const [chunk, encoding] = args;
    if (chunk !== undefined && chunk !== null && !isFunction(chunk)) newWrite(chunk, encoding);
    const last = late.end();
    if (last !== '') Reflect.apply(write, response, [Buffer.from(last)]);
    return Reflect.apply(end, response, args.filter(isFunction));
  };
  Object.assign(response, { write: newWrite, end: newEnd });
};

const isFunction = (value: unknown): boolean => typeof value === 'function';
