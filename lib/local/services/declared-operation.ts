import type { z } from 'zod';
import type { Operation, RequestContext } from '../wire/service';

/**
 * An operation that says what it takes: the schema is the whole of its input. What AWS's model has beyond it, the
 * parser refuses by name, so no member is accepted and dropped. Tests and docs/local-backend.md read the same
 * declaration.
 */
export interface DeclaredOperation extends Operation {
  readonly declared: {
    readonly input: z.ZodType;
    /** Answers an input that has been parsed. */
    run(request: unknown, context: RequestContext): object | Promise<object>;
  };
}

export type DeclaredOperations = Readonly<Record<string, DeclaredOperation>>;

/** Throws an AwsError, in the service's own words, for an input that the schema does not take. */
export type InputParser = <Output>(schema: z.ZodType<Output>, input: unknown) => Output;

/**
 * @returns `declare(schema, run)` for a service that refuses input by `parse`. A long input has a reader of its own,
 * which takes and refuses what the schema does, but a slice at a time.
 */
export const declareWith =
  (parse: InputParser) =>
  <Output>(
    input: z.ZodType<Output>,
    run: (request: Output, context: RequestContext) => object | Promise<object>,
    read: (raw: unknown) => Output | Promise<Output> = (raw) => parse(input, raw),
  ): DeclaredOperation =>
    Object.assign(
      (raw: unknown, context: RequestContext) => {
        const request = read(raw);
        return request instanceof Promise
          ? request.then((whole) => run(whole, context))
          : run(request, context);
      },
      {
        declared: {
          input,
          // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- parsed by this operation's own schema: see DeclaredOperation
          run: (request: unknown, context: RequestContext) => run(request as Output, context),
        },
      },
    );
