/**
 * A request as it is on the wire, back in the form that the model's input has: JSON as it is, forms of the query protocols
 * and REST by the names and places that the model gives its members there. What the model has no place for is told.
 */
import { type IncomingHttpHeaders } from 'node:http';
import { XMLParser } from 'fast-xml-parser';
import { type Shape } from '../../../lib/training/service-model/check-shape';

/** Also where a member is on the wire: its name there, or a place and its name (`query prefix`). */
export interface WireShape extends Shape {
  wire?: Record<string, string>;
  /** The member that is the body. */
  payload?: string;
  /** What an element of a list is called. */
  item?: string;
  flattened?: boolean;
}

export interface WireModel {
  inputs: Record<string, string>;
  /** Of REST services: `GET /{Bucket}/{Key+}?list-type=2`. */
  http?: Record<string, string>;
  shapes: Record<string, WireShape>;
}

export interface WireRequest {
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface ReadRequest {
  value: unknown;
  /** What is on the wire and no member of the input. */
  strange: string[];
}

const shapeOf = ({ shapes }: WireModel, name: string): WireShape => {
  const shape = new Map(Object.entries(shapes)).get(name);
  if (shape === undefined) throw new Error(`no shape ${name}`);
  return shape;
};

export const readRequest = (model: WireModel, operation: string, request: WireRequest): ReadRequest => {
  const input = new Map(Object.entries(model.inputs)).get(operation) ?? '';
  const http = model.http && new Map(Object.entries(model.http)).get(operation);
  if (http !== undefined) return readRest(model, input, http, request);
  const text = request.body.toString('utf8');
  return String(request.headers['content-type']).startsWith('application/x-www-form-urlencoded')
    ? readForm(model, input, text)
    : { value: JSON.parse(text || '{}') as unknown, strange: [] };
};

/** The query protocol of IAM and STS, and EC2's, whose lists have no elements' names. */
const readForm = (model: WireModel, input: string, text: string): ReadRequest => {
  const fields = new Map(new URLSearchParams(text));
  const rest = new Set([...fields.keys()].filter((name) => name !== 'Action' && name !== 'Version'));
  const isBelow = (path: string) =>
    [...fields.keys()].some((name) => name === path || name.startsWith(`${path}.`));
  const read = (name: string, path: string): unknown => {
    const shape = shapeOf(model, name);
    if (shape.type === 'structure') {
      const members = Object.entries(shape.members ?? {}).flatMap(([member, of]) => {
        const at = [path, shape.wire?.[member] ?? member].filter(Boolean).join('.');
        return isBelow(at) ? [[member, read(of, at)] as const] : [];
      });
      return Object.fromEntries(members);
    }
    if (shape.type === 'list') {
      const elements = shape.item === undefined || shape.flattened ? path : `${path}.${shape.item}`;
      const list: unknown[] = [];
      for (let at = `${elements}.1`; isBelow(at); at = `${elements}.${list.length + 1}`)
        list.push(read(shape.member ?? '', at));
      return list;
    }
    rest.delete(path);
    return scalar(shape, fields.get(path) ?? '');
  };
  const value = read(input, '');
  return { value, strange: [...rest] };
};

const readRest = (
  model: WireModel,
  input: string,
  http: string,
  { url, headers, body }: WireRequest,
): ReadRequest => {
  const shape = shapeOf(model, input);
  const [template = '', own = ''] = http.replace(/^\w+ /, '').split('?');
  const { pathname, searchParams } = new URL(url, 'http://account');
  const labels = labelsOf(template, pathname);
  const query = new Map([...searchParams].filter(([name]) => name !== 'x-id'));
  for (const [name] of new URLSearchParams(own)) query.delete(name);
  const named = new Map(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as const] : [],
    ),
  );
  const strange = new Set([
    ...query.keys(),
    ...[...named.keys()].filter((name) => /^x-amz-/.test(name) && !unmodelled.has(name)),
  ]);
  const members = Object.entries(shape.members ?? {}).flatMap(([member, of]): [string, unknown][] => {
    if (shape.payload === member) return bodyOf(model, of, member, body);
    const [place = '', name = ''] = (shape.wire?.[member] ?? '').split(' ');
    const target = shapeOf(model, of);
    if (place === 'headers') {
      const found = [...named].filter(([header]) => header.startsWith(name.toLowerCase()));
      for (const [header] of found) strange.delete(header);
      return found.length === 0
        ? []
        : [[member, Object.fromEntries(found.map(([header, value]) => [header.slice(name.length), value]))]];
    }
    const from = { uri: labels, query, header: named }[place];
    const key = place === 'header' ? name.toLowerCase() : name;
    const text = from?.get(key);
    if (text === undefined) return [];
    strange.delete(key);
    return [[member, scalar(target, text)]];
  });
  return { value: Object.fromEntries(members), strange: [...strange] };
};

/** What signing, retries and the body's transport add. */
const unmodelled = new Set([
  ...['x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token', 'x-amz-user-agent', 'x-amz-trailer'],
  ...['x-amz-decoded-content-length', 'x-amz-target'],
]);

const labelsOf = (template: string, pathname: string): Map<string, string> => {
  const names = [...template.matchAll(/\{(\w+)\+?\}/g)].map(([, name = '']) => name);
  const pattern = template.replace(/\{\w+\+\}/g, '(.+)').replace(/\{\w+\}/g, '([^/]+)');
  const found = new RegExp(`^${pattern}/?$`, 's').exec(pathname) ?? [];
  return new Map(
    names.flatMap((name, index) =>
      found[index + 1] === undefined ? [] : [[name, decodeURIComponent(found[index + 1] ?? '')] as const],
    ),
  );
};

const xml = new XMLParser({ parseTagValue: false, ignoreDeclaration: true, processEntities: true });

const bodyOf = (model: WireModel, name: string, member: string, body: Buffer): [string, unknown][] => {
  if (body.length === 0) return [];
  if (shapeOf(model, name).type === 'blob') return [[member, body]];
  const [root] = Object.values(xml.parse(body.toString('utf8')) as Record<string, unknown>);
  return [[member, readXml(model, name, root)]];
};

const readXml = (model: WireModel, name: string, element: unknown): unknown => {
  const shape = shapeOf(model, name);
  if (shape.type === 'list') return [element].flat().map((one) => readXml(model, shape.member ?? '', one));
  if (shape.type !== 'structure') return scalar(shape, String(element));
  const given = new Map(Object.entries(Object(element) as Record<string, unknown>));
  const read = Object.entries(shape.members ?? {}).flatMap(([member, of]): [string, unknown][] => {
    const at = shape.wire?.[member] ?? member;
    const inside = given.get(at);
    given.delete(at);
    return inside === undefined ? [] : [[member, readXml(model, of, inside)]];
  });
  // What the model has no member for stays, and is refused by it.
  return {
    ...Object.fromEntries(read),
    ...Object.fromEntries([...given].filter(([key]) => !key.startsWith('@_'))),
  };
};

/** Forms, headers and XML have texts alone. What is none of its type stays a text, and is refused by the model. */
const scalar = ({ type }: WireShape, text: string): unknown => {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (['integer', 'long', 'float', 'double'].includes(type))
    return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
  return type === 'timestamp' ? new Date(text) : text;
};
