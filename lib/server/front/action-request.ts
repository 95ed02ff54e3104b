import { IncomingMessage } from 'node:http';
import { type ReplyDecoder } from './reply-decoder';

/**
 * Calls of server actions are read here before Next sees them: what Next cannot read it answers with 500 and a
 * stack in the log, as if Spotdeck had failed, and not what was sent.
 */
export interface ActionRules {
  /** Whether there is an action of that id in this build. */
  knows: (id: string) => boolean;
  decode: ReplyDecoder;
}

export interface ActionRefusal {
  status: 400 | 413;
  /** A sentence for the reader. */
  reason: string;
  /** The page that called knows by it that it is of another build. */
  isUnknownAction?: true;
}

/** As `serverActions.bodySizeLimit` of next.config.js has it. */
export const maxActionBytes = 64 * 1024 * 1024;

/** @returns why the call is refused, or the same request with its body still to be read. */
export const readAction = async (
  request: IncomingMessage,
  { knows, decode }: ActionRules,
): Promise<ActionRefusal | IncomingMessage> => {
  const id = request.headers['next-action'];
  if (id === undefined || id === '') return refused("POST is for the actions of Spotdeck's own pages.");
  if (typeof id !== 'string' || !/^[0-9a-f]{42}$/.test(id))
    return refused('The id of the action cannot be read.');
  if (!knows(id)) {
    const reason = 'There is no such action: the page is of another version of Spotdeck. Load it again.';
    return { status: 400, reason, isUnknownAction: true };
  }
  const type = request.headers['content-type'] ?? '';
  const isMultipart = /^multipart\/form-data\s*;/i.test(type);
  if (!isMultipart && !/^text\/plain\s*(?:;|$)/i.test(type))
    return refused('An action takes text/plain or multipart/form-data.');
  const body = await readBody(request);
  if (body === undefined) return { status: 413, reason: 'A call of an action has 64 MB at most.' };
  try {
    const sent = isMultipart ? await readForm(body, type) : body.toString();
    if (!Array.isArray(await decode(sent))) return refused("The action's arguments are no list.");
  } catch {
    // Next's reason would name its insides.
    return refused("The action's arguments cannot be read.");
  }
  return unread(request, body);
};

const refused = (reason: string): ActionRefusal => ({ status: 400, reason });

/** Undefined where it is too long. */
const readBody = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  if (Number(request.headers['content-length'] ?? 0) > maxActionBytes) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxActionBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const readForm = async (body: Buffer, type: string): Promise<FormData> => {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  // Arguments that lie in parts of their own have numbers for names; of another name there may be several files.
  const numbers = [...form.keys()].filter((name) => /^[0-9a-f]+$/i.test(name));
  if (new Set(numbers).size < numbers.length) throw new Error('a part is there twice');
  return form;
};

/** A request that has been read cannot be read again: one like it takes its place. */
const unread = (request: IncomingMessage, body: Buffer): IncomingMessage => {
  const again = new IncomingMessage(request.socket);
  const { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor } = request;
  Object.assign(again, { method, url, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor });
  again.headers = headers;
  again.push(body);
  again.push(null);
  again.complete = true;
  return again;
};
