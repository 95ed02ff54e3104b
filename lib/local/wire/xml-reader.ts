import { AwsError } from '../core/aws-error';
import { inTurns } from '../core/turns';

/**
 * Reads the XML of a request in one linear pass: elements and text, with XML's own entities. Limits come first:
 * what is cheap to send must not be dear to read. Attributes and comments are passed over; a document type, and
 * with it entities of the sender's own, is refused.
 */
export interface XmlLimits {
  maxBytes: number;
  maxElements: number;
  maxDepth: number;
}

/** A text, or members by name; a name that comes several times, or that is named a list, has a list. */
export type XmlValue = string | XmlMembers | XmlValue[];
export interface XmlMembers {
  [name: string]: XmlValue;
}

interface OpenElement {
  name: string;
  members: Map<string, XmlValue[]>;
  text: string;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Longer than any tag that a client writes; attributes are namespaces only. */
const maxTagLength = 2048;
/** Of one element as sent, with the blanks around what it holds: a key has 1,024 bytes. */
const maxTextLength = 64 * 1024;
/** Marks between two pauses. */
const stretch = 500;

/**
 * @param lists names of elements that are lists however often they come
 * @throws AwsError MalformedXML
 */
export const readXml = (
  body: Buffer,
  limits: XmlLimits,
  lists: ReadonlySet<string>,
): XmlMembers | Promise<XmlMembers> => inTurns(read(body, limits, lists));

function* read(body: Buffer, limits: XmlLimits, lists: ReadonlySet<string>): Generator<void, XmlMembers> {
  if (body.length > limits.maxBytes) throw malformedXml();
  const xml = body.toString('utf8').replace(/^\ufeff/, '');
  const root: OpenElement = { name: '', members: new Map(), text: '' };
  const open: OpenElement[] = [root];
  let marks = 0;
  let elements = 0;
  let at = 0;

  const close = (name: string) => {
    const element = open.pop();
    const parent = open.at(-1);
    if (!element || !parent || element.name !== name) throw malformedXml();
    const siblings = parent.members.get(name) ?? [];
    siblings.push(valueOf(element, lists));
    parent.members.set(name, siblings);
  };

  while (at < xml.length) {
    marks += 1;
    if (marks > 3 * limits.maxElements) throw malformedXml();
    if (marks % stretch === 0) yield;
    const tag = xml.indexOf('<', at);
    const text = xml.slice(at, tag === -1 ? xml.length : tag);
    const inside = open.at(-1)!;
    if (inside.text.length + text.length > maxTextLength) throw malformedXml();
    if (text !== '') inside.text += decodeXmlText(text);
    if (tag === -1) break;
    if (xml.startsWith('<!--', tag)) at = after(xml, '-->', tag + 4);
    else if (xml.startsWith('<![CDATA[', tag)) {
      at = after(xml, ']]>', tag + 9);
      if (at - tag > maxTextLength) throw malformedXml();
      inside.text += xml.slice(tag + 9, at - 3);
    } else if (xml.startsWith('<?', tag)) at = after(xml, '?>', tag + 2);
    else {
      at = after(xml, '>', tag + 1);
      if (at - tag > maxTagLength) throw malformedXml();
      const [, ending, name, attributes, empty] =
        /^(\/?)([A-Za-z_][\w.:-]*)((?:\s[^<]*?)?)(\/?)$/.exec(xml.slice(tag + 1, at - 1)) ?? [];
      if (name === undefined || name === '__proto__') throw malformedXml();
      if (ending === '/') {
        if (attributes?.trim() !== '' || empty === '/') throw malformedXml();
        close(name);
      } else {
        elements += 1;
        if (elements > limits.maxElements || open.length > limits.maxDepth) throw malformedXml();
        if (open.length === 1 && root.members.size > 0) throw malformedXml();
        open.push({ name, members: new Map(), text: '' });
        if (empty === '/') close(name);
      }
    }
  }
  if (open.length !== 1 || root.members.size !== 1 || root.text.trim() !== '') throw malformedXml();
  return membersOf(root, new Set());
}

const valueOf = (element: OpenElement, lists: ReadonlySet<string>): XmlValue => {
  if (element.members.size === 0) return element.text;
  // Text beside elements is layout, or nothing that S3 knows.
  if (element.text.trim() !== '') throw malformedXml();
  return membersOf(element, lists);
};

const membersOf = ({ members }: OpenElement, lists: ReadonlySet<string>): XmlMembers =>
  Object.fromEntries(
    [...members].map(([name, values]) => {
      const [only] = values;
      return [name, values.length === 1 && only !== undefined && !lists.has(name) ? only : values];
    }),
  );

/** Index after `end`, which must come. */
const after = (xml: string, end: string, from: number): number => {
  const found = xml.indexOf(end, from);
  if (found === -1) throw malformedXml();
  return found + end.length;
};

/** Text with XML's five entities and character references decoded; any other reference is an error. */
const decodeXmlText = (text: string): string =>
  text.includes('&')
    ? text.replace(
        /&(?:#x([0-9a-f]{1,6});|#(\d{1,7});|(\w{1,8});)?/gi,
        (_, hex?: string, decimal?: string, name?: string) => {
          const named = name === undefined ? undefined : entities[name];
          if (named !== undefined) return named;
          const point =
            hex !== undefined ? Number.parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : NaN;
          if (!(point <= 0x10ffff)) throw malformedXml();
          return String.fromCodePoint(point);
        },
      )
    : text;

export const malformedXml = (): AwsError =>
  new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
