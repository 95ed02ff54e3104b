/**
 * What AWS says an operation takes: read from the schemas that the SDK's clients carry, so that a test can walk
 * every member of the API and a newer SDK brings its new members by itself.
 */
import { NormalizedSchema } from '@smithy/core/schema';

export type MemberKind =
  'text' | 'number' | 'boolean' | 'time' | 'bytes' | 'document' | 'list' | 'map' | 'structure' | 'union';

/** Where a REST protocol carries a member; RPC protocols carry all in the body. */
export type MemberPlace = 'body' | 'header' | 'query' | 'path' | 'prefix-headers' | 'payload';

export interface ModelMember {
  /** Names from the input down to the member: `[]` is a list's element, `{}` a map's value. */
  path: readonly string[];
  /** The path in one text: `MetricData[].Dimensions[].Name`. */
  spelled: string;
  kind: MemberKind;
  required: boolean;
  place: MemberPlace;
  /** Name of the header or the query parameter, where it is one. */
  wireName?: string;
}

export interface ModelOperation {
  name: string;
  /** Of REST services: the method and the path's template, e.g. `PUT /{Bucket}/{Key+}?tagging`. */
  method?: string;
  uri?: string;
  /** Every member of the input, outer ones before their own members. A recursive shape is walked once. */
  members: readonly ModelMember[];
}

/** @param client the namespace of a client package: `import * as sagemaker from '@aws-sdk/client-sagemaker'`. */
export const readServiceModel = (client: object): ReadonlyMap<string, ModelOperation> => {
  const operations = Object.values(client).filter(isOperationSchema).map(readOperation);
  return new Map(operations.map((operation) => [operation.name, operation]));
};

/** The static form of an operation: `[9, namespace, name, traits, input, output]`. */
type OperationSchema = [9, string, string, unknown, SchemaRef, SchemaRef];
type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];

const isOperationSchema = (value: unknown): value is OperationSchema =>
  Array.isArray(value) && value[0] === 9 && typeof value[2] === 'string';

const readOperation = ([, , name, traits, input]: OperationSchema): ModelOperation => {
  const http =
    typeof traits === 'object' && traits !== null ? (traits as { http?: string[] }).http : undefined;
  const [method, uri] = http ?? [];
  const schema = NormalizedSchema.of(input);
  return {
    name,
    ...(method !== undefined && { method }),
    ...(uri !== undefined && { uri }),
    members: schema.isStructSchema() ? membersOf(schema, [], []) : [],
  };
};

const membersOf = (
  structure: NormalizedSchema,
  at: readonly string[],
  around: readonly string[],
): ModelMember[] => {
  const inside = [...around, structure.getName(true) ?? ''];
  const required = requiredOf(structure);
  return [...structure.structIterator()].flatMap(([name, member], index) => {
    const path = [...at, name];
    const { place, wireName } = placeOf(member);
    const own: ModelMember = {
      path,
      spelled: spell(path),
      kind: kindOf(member),
      required: index < required,
      place,
      ...(wireName !== undefined && { wireName }),
    };
    return [own, ...nested(member, path, inside)];
  });
};

/** What lies below a member: through lists and maps to the members of structures. */
const nested = (
  schema: NormalizedSchema,
  path: readonly string[],
  around: readonly string[],
): ModelMember[] => {
  if (schema.isListSchema()) return nested(schema.getValueSchema(), [...path, '[]'], around);
  if (schema.isMapSchema()) return nested(schema.getValueSchema(), [...path, '{}'], around);
  const isOpen = schema.isStructSchema() && !around.includes(schema.getName(true) ?? '');
  return isOpen ? membersOf(schema, path, around) : [];
};

/** A static structure `[3, namespace, name, traits, names, schemas, n]` lists its n required members first. */
const requiredOf = (structure: NormalizedSchema): number => {
  const count = (structure.getSchema() as readonly unknown[])[6];
  return typeof count === 'number' ? count : 0;
};

const kindOf = (schema: NormalizedSchema): MemberKind => {
  if (schema.isListSchema()) return 'list';
  if (schema.isMapSchema()) return 'map';
  if (schema.isUnionSchema()) return 'union';
  if (schema.isStructSchema()) return 'structure';
  if (schema.isBlobSchema()) return 'bytes';
  if (schema.isTimestampSchema()) return 'time';
  if (schema.isBooleanSchema()) return 'boolean';
  if (schema.isNumericSchema()) return 'number';
  if (schema.isDocumentSchema()) return 'document';
  return 'text';
};

const placeOf = (member: NormalizedSchema): { place: MemberPlace; wireName?: string } => {
  const traits = member.getMergedTraits();
  if (traits.httpHeader !== undefined) return { place: 'header', wireName: traits.httpHeader };
  if (traits.httpQuery !== undefined) return { place: 'query', wireName: traits.httpQuery };
  if (traits.httpPrefixHeaders !== undefined)
    return { place: 'prefix-headers', wireName: traits.httpPrefixHeaders };
  if (traits.httpLabel) return { place: 'path' };
  return { place: traits.httpPayload ? 'payload' : 'body' };
};

export const spell = (path: readonly string[]): string =>
  path.reduce(
    (text, name) => (name === '[]' || name === '{}' || text === '' ? text + name : `${text}.${name}`),
    '',
  );
