import { z } from 'zod';

/**
 * How a schema says what becomes of a member that the local backend does not carry out as AWS does. A member
 * without such a mark is carried out.
 */
export interface MemberUse {
  /** Given back by Describe, without effect: why, and what to expect instead. */
  kept?: string;
  /** Refused: why, and what to do instead. */
  refused?: string;
  /** Some of its values are refused: why, and what to do instead. */
  refusedValues?: string;
}

const uses = z.registry<MemberUse>();

export const memberUseOf = (schema: z.core.$ZodType): MemberUse => uses.get(schema) ?? {};

/** A member that is kept and given back, and changes nothing here. */
export const kept = <Schema extends z.ZodType>(schema: Schema, why: string): Schema => {
  const own = schema.clone();
  uses.add(own, { kept: why });
  return own;
};

/** The params of an issue that refuses: parsers word it as "… is not supported by the local backend". */
const refusal = { refused: true };
export const isRefusal = (issue: z.core.$ZodIssue): boolean =>
  issue.code === 'custom' && (issue.params as { refused?: boolean } | undefined)?.refused === true;

/** Of the issues of an input the one to tell of, where one is told: what is not supported comes first. */
export const firstToTell = (issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue =>
  issues.find((issue) => isRefusal(issue) || issue.code === 'unrecognized_keys') ?? issues[0]!;

/**
 * A member of AWS's that is refused by name.
 * @param harmless a value that asks for nothing, and so is taken: `false` of a switch.
 */
export const refused = (why: string, harmless: (value: unknown) => boolean = () => false) => {
  const schema = z
    .unknown()
    .check(({ value, issues }) => {
      if (value === undefined || harmless(value)) return;
      issues.push({ code: 'custom', message: why, params: refusal, input: value });
    })
    .optional();
  uses.add(schema, { refused: why });
  return schema;
};

/** A switch that can only be off. */
export const refusedWhenOn = (why: string) => refused(why, (value) => value === false || value === 'false');

/** Values of a member that are refused by name, where others are carried out. */
export const refusedValues = <Schema extends z.ZodType>(
  schema: Schema,
  isRefused: (value: z.output<Schema>) => boolean,
  why: string,
): Schema => {
  const own = schema.check((context) => {
    if (isRefused(context.value)) {
      context.issues.push({ code: 'custom', message: why, params: refusal, input: context.value });
    }
  });
  uses.add(own, { refusedValues: why });
  return own;
};

/** What a parser says of a member that AWS may know and the schema does not. */
export const unknownMember = 'it is not one of the members that the local backend knows. Leave it out';
