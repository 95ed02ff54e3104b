/** What an operation declares of its input, read from its schema: for the tests that hold it against AWS's model. */
import type { z } from 'zod';
import { type MemberUse, memberUseOf } from '../services/member-use';
import { spell } from './service-model';

export interface DeclaredMember extends MemberUse {
  path: readonly string[];
  /** As in the model: `ProductionVariants[].VariantName`. */
  spelled: string;
}

/** Every member that a schema names, outer ones first. A recursive schema is walked once. */
export const declaredMembers = (schema: z.core.$ZodType): DeclaredMember[] => walk(schema, [], []);

const walk = (
  schema: z.core.$ZodType,
  at: readonly string[],
  around: readonly z.core.$ZodType[],
): DeclaredMember[] => {
  const { inner } = unwrap(schema);
  const { def } = inner._zod as unknown as { def: Definition };
  switch (def.type) {
    case 'array':
      return walk(def.element!, [...at, '[]'], around);
    case 'record':
      return walk(def.valueType!, [...at, '{}'], around);
    case 'union':
      return def.options!.flatMap((option) => walk(option, at, around));
    case 'object': {
      if (around.includes(inner)) return [];
      if (
        def.catchall === undefined ||
        (def.catchall._zod as unknown as { def: Definition }).def.type !== 'never'
      )
        throw new Error(
          `The schema at "${spell(at)}" takes members that it does not name: make it a strictObject.`,
        );
      return Object.entries(def.shape!).flatMap(([name, member]) => {
        const path = [...at, name];
        return [
          { path, spelled: spell(path), ...unwrap(member).use },
          ...walk(member, path, [...around, inner]),
        ];
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

/** The schema within what makes it optional, gives it a default or reads it from text; uses are gathered on the way. */
const unwrap = (schema: z.core.$ZodType): { inner: z.core.$ZodType; use: MemberUse } => {
  const { def } = schema._zod as unknown as { def: Definition };
  const own = memberUseOf(schema);
  const next = def.innerType ?? (def.type === 'pipe' ? throughPipe(def) : undefined);
  if (!next) return { inner: schema, use: own };
  const { inner, use } = unwrap(next);
  return { inner, use: { ...use, ...own } };
};

const throughPipe = ({ in: before, out }: Definition): z.core.$ZodType =>
  (before!._zod as unknown as { def: Definition }).def.type === 'transform' ? out! : before!;
