/** XML of S3: request bodies in, replies out. */
import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import type { z } from 'zod';
import { malformedXml, readXml, type XmlLimits } from '../../wire/xml-reader';
import { element, textElement, xmlDeclaration } from '../../wire/xml-writer';

export const s3Namespace = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

/** What CompleteMultipartUpload takes: 10,000 parts with their numbers, tags and checksums. */
const limits: XmlLimits = { maxBytes: 8 * 1024 * 1024, maxElements: 45_000, maxDepth: 8 };
const lists: ReadonlySet<string> = new Set(['Object', 'Part', 'Tag']);

/** Bytes. */
const longBody = 128 * 1024;

/**
 * Parses a request's XML with `schema`, whose shape starts below the root element.
 * @throws AwsError MalformedXML
 */
export const parseXmlBody = async <T>(body: Buffer, root: string, schema: z.ZodType<T>): Promise<T> => {
  const { [root]: content } = await readXml(body, limits, lists);
  // To check ten thousand parts, and to use them, is each a turn of its own.
  if (body.length > longBody) await setImmediate();
  const parsed = schema.safeParse(content);
  if (body.length > longBody) await setImmediate();
  if (!parsed.success) throw malformedXml();
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
export const timeElement = (name: string, ms: number): string =>
  textElement(name, new Date(ms).toISOString());

export const ownerElement = (accountId: string, name = 'Owner'): string =>
  element(name, textElement('ID', accountId) + textElement('DisplayName', 'spotdeck'));
