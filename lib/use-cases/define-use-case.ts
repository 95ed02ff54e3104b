import 'server-only';
import { type z } from 'zod';
import { type Backend } from '../aws/backends';
import { type Clock } from '../process/clock';
import { type Viewer, type Access } from './viewer';

/** Where a use case says what its caller need not know. */
export interface Log {
  warn(message: string, cause?: unknown): void;
  error(message: string, cause?: unknown): void;
}

/** What a use case is given besides its input. */
export interface UseCaseContext {
  backend: Backend;
  viewer: Viewer;
  clock: Clock;
  log: Log;
}

/** What the audit line says a change was about: names, never contents. */
export type Subject = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** One thing that a person, a command or a program can ask of Spotdeck. Run by `runUseCase` only. */
export interface UseCase<Schema extends z.ZodType = z.ZodType, Output = unknown> {
  /** In kebab-case, with its verb first. */
  name: string;
  /** Strict: what it does not name is refused. */
  input: Schema;
  access: Access;
  /** Whether anything that outlives the process is another afterwards; if so it is audited. */
  changes: boolean;
  subject?(input: z.output<Schema>): Subject;
  /** A piece of a change that another use case ends and audits: a line for each of thousands would drown all others. */
  isPiece?: true;
  /** @throws {SpotdeckError} */
  run(context: UseCaseContext, input: z.output<Schema>): Output | Promise<Output>;
}

type Look<Schema extends z.ZodType, Output> = Omit<
  UseCase<Schema, Output>,
  'changes' | 'subject' | 'isPiece'
> & {
  changes: false;
};

type Change<Schema extends z.ZodType, Output> = Omit<UseCase<Schema, Output>, 'access'> & {
  access: 'operate';
  changes: true;
  subject(input: z.output<Schema>): Subject;
};

/** Who only watches can change nothing, and a change says what it is about: the types leave no other way. */
export const defineUseCase = <Schema extends z.ZodType, Output>(
  useCase: Look<Schema, Output> | Change<Schema, Output>,
): UseCase<Schema, Output> => useCase;
