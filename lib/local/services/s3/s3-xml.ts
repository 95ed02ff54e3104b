/** XML of S3: request bodies in, replies out. */
import type { ServerResponse } from 'node:http';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { z } from 'zod';
import { AwsError } from '../../wire/errors';
import { element, textElement, xmlDeclaration } from '../../wire/xml-writer';

export const s3Namespace = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  // A key may begin or end with spaces.
  trimValues: false,
  // No entity of the document's own is ever expanded; the standard ones are decoded below.
  processEntities: false,
  isArray: (name) => name === 'Object' || name === 'Part' || name === 'Tag',
});

const standardEntities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** Text with XML's five entities and character references decoded. */
export const decodeXmlText = (text: string): string =>
  text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return standardEntities[name] ?? whole;
      const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    },
  );

const malformed = (): AwsError =>
  new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

/**
 * Parses a request's XML with `schema`, whose shape starts below the root element.
 * @throws AwsError MalformedXML
 */
export const parseXmlBody = <T>(body: Buffer, root: string, schema: z.ZodType<T>): T => {
  const text = body.toString('utf8');
  if (/<!(DOCTYPE|ENTITY)/i.test(text) || XMLValidator.validate(text) !== true) throw malformed();
  let document: Record<string, unknown>;
  try {
    document = parser.parse(text) as Record<string, unknown>;
  } catch {
    throw malformed();
  }
  const parsed = schema.safeParse(document[root]);
  if (!parsed.success) throw malformed();
  return parsed.data;
};

export const writeXml = (response: ServerResponse, status: number, name: string, content: string): void => {
  send(response, status, element(name, content, s3Namespace));
};

/** S3's error document has no namespace. */
export const writeXmlError = (response: ServerResponse, status: number, content: string): void =>
  send(response, status, element('Error', content));

const send = (response: ServerResponse, status: number, content: string): void => {
  const body = Buffer.from(xmlDeclaration + content);
  response.writeHead(status, { 'content-type': 'application/xml', 'content-length': body.length });
  response.end(body);
};

/** Times in S3's XML. */
export const timeElement = (name: string, millis: number): string =>
  textElement(name, new Date(millis).toISOString());

export const ownerElement = (accountId: string, name = 'Owner'): string =>
  element(name, textElement('ID', accountId) + textElement('DisplayName', 'spotdeck'));
