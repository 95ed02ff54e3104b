/** AWS Query: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
import type { ServerResponse } from 'node:http';
import { AwsError } from '../core/aws-error';
import { inTurns } from '../core/turns';
import { maxMembers } from './json-budget';
import { queryErrorOf } from './query-error';
import type { AwsErrorLike, RequestContext, RpcService } from './service';
import { element, membersInTurns, textElement, xmlDeclaration } from './xml-writer';

const maxDepth = 32;
/** A thousand metrics with their dimensions have fewer in the bytes that a body may have. */
const maxBranches = 15_000;
/** CloudWatch's limit of a PutMetricData request, the largest of the Query protocol here, in bytes. */
export const queryBodyLimit = 1024 * 1024;
/** What that holds of parameters with names as long as PutMetricData's. */
const maxParameters = 25_000;

/** Parameters in their order, names and values. */
export type Form = readonly (readonly [name: string, value: string])[];

/** Parameters that are read between two pauses. */
const stretch = 1000;

/** The parameters of the URL and of a form's body, a long one in several turns. @throws AwsError MalformedQueryString */
export const readForm = (query: URLSearchParams, body: Buffer): Form | Promise<Form> =>
  inTurns(readInTurns(query, body));

function* readInTurns(query: URLSearchParams, body: Buffer): Generator<void, Form> {
  let count = query.size;
  for (let at = body.indexOf(ampersand); at !== -1; at = body.indexOf(ampersand, at + 1)) count += 1;
  if (count >= maxParameters) throw malformed(`it has more than ${maxParameters} parameters`);
  const form: (readonly [string, string])[] = [...query];
  const parts = body.toString().split('&');
  for (let at = 0; at < parts.length; at += stretch) {
    if (at > 0) yield;
    form.push(...new URLSearchParams(parts.slice(at, at + stretch).join('&')));
  }
  return form;
}

/** The first value of a parameter; an empty text where there is none. */
export const valueIn = (form: Form, name: string): string => form.find(([one]) => one === name)?.[1] ?? '';

const ampersand = 0x26;

/** A nested input on its way: numbered children become a list once all of it is known. */
type Branch = Map<string, Branch | string>;

/**
 * Turns `A.member.1.B=x` into `{ A: [{ B: 'x' }] }`; flattened lists (`A.1`) and maps (`entry.1.key`) too.
 * Every leaf stays text. Throws MalformedQueryString where one name is both a value and a structure.
 */
export const parseQueryInput = (form: Form): Record<string, unknown> | Promise<Record<string, unknown>> =>
  inTurns(parseInTurns(form));

function* parseInTurns(form: Form): Generator<void, Record<string, unknown>> {
  const root: Branch = new Map();
  let branches = 0;
  for (const [index, [path, value]] of form.entries()) {
    if (index % stretch === stretch - 1) yield;
    if (path === 'Action' || path === 'Version' || isOfSignature(path)) continue;
    const names = path.split('.');
    if (names.length > maxDepth) throw malformed(`${path.slice(0, 80)}… is nested too deep`);
    if (names.includes('__proto__')) throw malformed('a member cannot be named __proto__ here');
    let branch = root;
    for (const name of names.slice(0, -1)) {
      const existing = branch.get(name);
      if (existing === undefined && ++branches > maxBranches)
        throw malformed(`it has more than ${maxBranches} structures and lists`);
      const next = existing ?? new Map<string, Branch | string>();
      if (typeof next === 'string') throw malformed(`${path} is both a value and a structure`);
      branch.set(name, next);
      branch = next;
    }
    const leaf = names.at(-1) ?? '';
    if (branch.get(leaf) instanceof Map) throw malformed(`${path} is both a value and a structure`);
    branch.set(leaf, value);
    if (root.size > maxMembers) throw malformed(`it has more than ${maxMembers} members`);
  }
  return yield* plainStructure(root);
}

/** What a presigned URL brings beside the input. */
const isOfSignature = (name: string): boolean => /^X-Amz-/i.test(name);

const malformed = (what: string): AwsError =>
  new AwsError('MalformedQueryString', `The request is malformed: ${what}.`);

function* plain(value: Branch | string): Generator<void, unknown> {
  if (typeof value === 'string') return value;
  yield;
  const only = value.size === 1 ? value.entries().next().value : undefined;
  if (only?.[0] === 'member' && only[1] instanceof Map && isNumbered(only[1]))
    return yield* plainList(only[1]);
  if (only?.[0] === 'entry' && only[1] instanceof Map && isNumbered(only[1])) return yield* plainMap(only[1]);
  return isNumbered(value) ? yield* plainList(value) : yield* plainStructure(value);
}

function* plainList(items: Branch): Generator<void, unknown[]> {
  const list: unknown[] = [];
  for (const item of inOrder(items)) list.push(typeof item === 'string' ? item : yield* plain(item));
  return list;
}

function* plainStructure(branch: Branch): Generator<void, Record<string, unknown>> {
  const members: [string, unknown][] = [];
  for (const [name, value] of branch)
    members.push([name, typeof value === 'string' ? value : yield* plain(value)]);
  return Object.fromEntries(members);
}

function* plainMap(entries: Branch): Generator<void, Record<string, unknown>> {
  const members: [string, unknown][] = [];
  for (const entry of inOrder(entries)) {
    const key = entry instanceof Map ? entry.get('key') : undefined;
    if (!(entry instanceof Map) || typeof key !== 'string') throw malformed('a map entry has no key');
    if (key === '__proto__') throw malformed('a key cannot be __proto__ here');
    members.push([key, yield* plain(entry.get('value') ?? '')]);
  }
  return Object.fromEntries(members);
}

const isNumbered = (branch: Branch): boolean =>
  branch.size > 0 && [...branch.keys()].every((name) => /^\d{1,9}$/.test(name));

const inOrder = (branch: Branch): (Branch | string)[] =>
  [...branch].sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value);

/** A long output is written in several turns. */
export const writeQueryReply = async (
  response: ServerResponse,
  service: RpcService,
  operation: string,
  output: object,
  context: RequestContext,
): Promise<void> => {
  const result = element(`${operation}Result`, await inTurns(membersInTurns(output)));
  const metadata = element('ResponseMetadata', textElement('RequestId', context.requestId));
  const namespace = service.queryNamespace ? ` xmlns="${service.queryNamespace}"` : '';
  writeXml(response, 200, element(`${operation}Response`, result + metadata, namespace));
};

export const writeQueryError = (
  response: ServerResponse,
  error: AwsErrorLike,
  context: RequestContext,
  namespace?: string,
): void => {
  const { code, fault } = queryErrorOf(error);
  const detail =
    textElement('Type', fault) + textElement('Code', code) + textElement('Message', error.message);
  const body = element('Error', detail) + textElement('RequestId', context.requestId);
  writeXml(response, error.status, element('ErrorResponse', body, namespace ? ` xmlns="${namespace}"` : ''));
};

const writeXml = (response: ServerResponse, status: number, content: string): void => {
  const body = Buffer.from(xmlDeclaration + content);
  response.writeHead(status, { 'content-type': 'text/xml', 'content-length': body.length });
  response.end(body);
};
