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
const membersToXml = (value: object): string =>
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

/** Members of a list between two pauses, scalars and others. */
const stretch = 1000;
const fewStructures = 50;

/** `membersToXml` of an output that may be long. */
export function* membersInTurns(value: object): Generator<void, string> {
  const parts: string[] = [];
  for (const [name, member] of Object.entries(value) as [string, unknown][])
    if (member !== undefined && member !== null) parts.push(element(name, yield* valueInTurns(member)));
  return parts.join('');
}

function* valueInTurns(value: unknown): Generator<void, string> {
  if (Array.isArray(value)) return yield* listInTurns(value);
  const isStructure =
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof Date || value instanceof Uint8Array || value instanceof Map);
  return isStructure ? yield* membersInTurns(value) : valueToXml(value);
}

function* listInTurns(list: readonly unknown[]): Generator<void, string> {
  const parts: string[] = [];
  let structures = 0;
  for (const [index, item] of list.entries()) {
    const isStructure = typeof item === 'object' && item !== null && !(item instanceof Date);
    if (isStructure) structures += 1;
    if (index % stretch === stretch - 1 || (isStructure && structures % fewStructures === 0)) yield;
    parts.push(element('member', yield* valueInTurns(item)));
  }
  return parts.join('');
}
