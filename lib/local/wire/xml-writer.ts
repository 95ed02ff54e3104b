/** XML replies of Query and S3, built as text. */

export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

const named: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Escapes text for an element or attribute; control characters, carriage return included, become references. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"\u0000-\u0008\u000b-\u001f]/g, (c) => named[c] ?? `&#${c.charCodeAt(0)};`);

/** One element; `content` is XML already. */
export const element = (name: string, content: string, attributes = ''): string =>
  `<${name}${attributes}>${content}</${name}>`;

/** One element with text; nothing where the value is absent. */
export const textElement = (name: string, value: string | number | boolean | undefined): string =>
  value === undefined ? '' : element(name, escapeXml(String(value)));

/**
 * Plain values as AWS's Query replies write them: lists as `<member>`, a Map as `<entry>` with key and value,
 * Date as ISO text, bytes as base64; absent and null members are left out.
 */
export const membersToXml = (value: object): string =>
  Object.entries(value)
    .filter(([, member]) => member !== undefined && member !== null)
    .map(([name, member]) => element(name, valueToXml(member)))
    .join('');

const valueToXml = (value: unknown): string => {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map((item) => element('member', valueToXml(item))).join('');
  if (value instanceof Map) {
    return [...value]
      .map(([key, item]) =>
        element('entry', textElement('key', String(key)) + element('value', valueToXml(item))),
      )
      .join('');
  }
  if (typeof value === 'object' && value !== null) return membersToXml(value);
  return escapeXml(String(value));
};
