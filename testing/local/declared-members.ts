/** What an operation declares of its input, read from its schema: for the tests that hold it against AWS's model. */
import type { z } from 'zod';
import { type MemberUse, memberUseOf } from '../../lib/local/core/input/member-use';
import { spell } from './service-model';

export interface DeclaredMember extends MemberUse {
  path: readonly string[];
  /** As in the model: `ProductionVariants[].VariantName`. */
  spelled: string;
  /** The schema itself turns it into something else: what runs reads that. */
  transformed?: boolean;
}

type Marks = Pick<DeclaredMember, 'kept' | 'transformed'>;

/** Every member that a schema names, outer ones first. A recursive schema is walked once. */
export const declaredMembers = (schema: z.core.$ZodType): DeclaredMember[] => walk(schema, [], [], {});

/** @param outer holds for all that lies below, too. */
const walk = (
  schema: z.core.$ZodType,
  at: readonly string[],
  around: readonly z.core.$ZodType[],
  outer: Marks,
): DeclaredMember[] => {
  const { inner, use, transformed } = unwrap(schema);
  const marks: Marks = {
    ...outer,
    ...(use.kept !== undefined && { kept: use.kept }),
    ...(transformed && { transformed }),
  };
  const def = definitionOf(inner);
  switch (def.type) {
    case 'array':
      return walk(def.element!, [...at, '[]'], around, marks);
    case 'record':
      return walk(def.valueType!, [...at, '{}'], around, marks);
    case 'union':
      return def.options!.flatMap((option) => walk(option, at, around, marks));
    case 'object': {
      if (around.includes(inner)) return [];
      const { catchall } = def;
      if (catchall === undefined || definitionOf(catchall).type !== 'never')
        throw new Error(
          `The schema at "${spell(at)}" takes members that it does not name: make it a strictObject.`,
        );
      return Object.entries(def.shape!).flatMap(([name, member]) => {
        const path = [...at, name];
        const own: DeclaredMember = { path, spelled: spell(path), ...marks, ...unwrap(member).use };
        return [own, ...walk(member, path, [...around, inner], marks)];
      });
    }
    default:
      return [];
  }
};

interface Definition {
  type: string;
  innerType?: z.core.$ZodType;
  in?: z.core.$ZodType;
  out?: z.core.$ZodType;
  element?: z.core.$ZodType;
  valueType?: z.core.$ZodType;
  options?: z.core.$ZodType[];
  shape?: Record<string, z.core.$ZodType>;
  catchall?: z.core.$ZodType;
}

/** Zod tells its definitions apart by `type`: the members are there where that says so. */
const definitionOf = (schema: z.core.$ZodType): Definition => schema._zod.def as Definition;

/** The schema within what makes it optional, gives it a default or reads it from text; uses are gathered on the way. */
const unwrap = (
  schema: z.core.$ZodType,
): { inner: z.core.$ZodType; use: MemberUse; transformed: boolean } => {
  const def = definitionOf(schema);
  const own = memberUseOf(schema);
  const pipe = def.type === 'pipe' ? throughPipe(def) : undefined;
  const next = def.innerType ?? pipe?.schema;
  if (!next) return { inner: schema, use: own, transformed: false };
  const { inner, use, transformed } = unwrap(next);
  return { inner, use: { ...use, ...own }, transformed: transformed || pipe?.transformed === true };
};

/** Input comes through a pipe's end where its begin only reads text, and through its begin where its end changes it. */
const throughPipe = ({ in: before, out }: Definition): { schema: z.core.$ZodType; transformed: boolean } =>
  definitionOf(before!).type === 'transform'
    ? { schema: out!, transformed: false }
    : { schema: before!, transformed: true };
