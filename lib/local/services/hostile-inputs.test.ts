/**
 * Inputs drawn from AWS's models, right and wrong: whatever comes, an operation answers, or refuses in AWS's shape.
 * None is an internal failure.
 */
import fc from 'fast-check';
import { afterAll, describe, it } from 'vitest';
import { openDeclaredServices, testContext } from '../../../testing/local/declared-services';
import { type MemberKind, type ModelMember, readServiceModel } from '../../../testing/local/service-model';
import { AwsError } from '../core/aws-error';
import { parseQueryInput } from '../wire/query-protocol';
import { partOf } from '../../../testing/part-of';

const { services, close } = openDeclaredServices();
afterAll(close);

const oddText = fc.oneof(
  fc.string({ maxLength: 80 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    'x'.repeat(5000),
    'constructor',
    '__proto__',
    '../..',
    '${LABEL}',
    'arn:aws:iam::1:role/x',
    '\0',
  ),
);
const oddNumber = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -1, 1, 2 ** 53, -(2 ** 63), 1e308, Number.NaN, Number.POSITIVE_INFINITY),
);
const anything = fc.oneof(
  oddText,
  oddNumber,
  fc.boolean(),
  fc.constant(null),
  fc.array(oddText, { maxLength: 3 }),
  fc.dictionary(oddText, oddText, { maxKeys: 3 }),
);
const ofKind: Record<MemberKind, fc.Arbitrary<unknown>> = {
  text: oddText,
  number: oddNumber,
  boolean: fc.boolean(),
  time: fc.oneof(oddNumber, fc.constantFrom('2026-11-23T12:00:00Z', 'now')),
  bytes: fc.string(),
  document: anything,
  list: fc.array(anything, { maxLength: 3 }),
  map: fc.dictionary(oddText, anything, { maxKeys: 3 }),
  structure: fc.constant({}),
  union: fc.constant({}),
};

interface Change {
  member: ModelMember;
  value: unknown;
}

/** The input with one member set, at the first element of each list on the way; what is in the way is replaced. */
const changed = (input: unknown, [step, ...rest]: readonly string[], value: unknown): unknown => {
  if (step === undefined) return value;
  if (step === '[]') {
    const list = Array.isArray(input) ? (input as unknown[]) : [];
    return [changed(list[0], rest, value), ...list.slice(1)];
  }
  const present = typeof input === 'object' && input !== null && !Array.isArray(input) ? input : {};
  const key = step === '{}' ? (Object.keys(present)[0] ?? 'key') : step;
  return { ...present, [key]: changed((present as Record<string, unknown>)[key], rest, value) };
};

const check = async (name: string, run: () => unknown): Promise<void> => {
  try {
    const output = await run();
    if (typeof output !== 'object' || output === null) throw new Error(`${name} answered ${String(output)}`);
  } catch (error) {
    if (!(error instanceof AwsError) || error.status >= 500) throw error;
    if (!/^[A-Z][A-Za-z.]+$/.test(error.code) || error.message === '' || error.message.length > 20_000)
      throw error;
  }
};

describe.each(services)('$name', ({ service, client, inputs }) => {
  const model = readServiceModel(client);
  it.each(Object.keys(service.operations))('%s', async (name) => {
    const operation = service.operations[name]!;
    const members = model.get(name)?.members ?? [];
    const bases = [{}, ...inputs.filter((one) => one.operation === name).map(({ input }) => input)];
    const change: fc.Arbitrary<Change> =
      members.length === 0
        ? fc.record({ member: fc.constant(partOf<ModelMember>({ path: ['Any'] })), value: anything })
        : fc
            .constantFrom(...members)
            .chain((member) =>
              fc
                .oneof({ weight: 2, arbitrary: ofKind[member.kind] }, { weight: 1, arbitrary: anything })
                .map((value) => ({ member, value })),
            );
    const input = fc
      .record({ base: fc.constantFrom(...bases), changes: fc.array(change, { maxLength: 4 }) })
      .map(({ base, changes }) =>
        changes.reduce<unknown>((at, { member, value }) => changed(at, member.path, value), base),
      );
    await fc.assert(
      fc.asyncProperty(input, (one) => check(name, () => operation(one, testContext))),
      { numRuns: 60 },
    );
    if (service.queryVersion === undefined) return;
    const form = fc.array(
      fc.tuple(
        fc.constantFrom(
          ...members.map(({ spelled }) => spelled.replaceAll('[]', '.member.1')),
          'Any',
          'A.1.B',
        ),
        oddText,
      ),
      { maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(form, (pairs) =>
        check(name, async () => operation(await parseQueryInput(pairs), testContext)),
      ),
      { numRuns: 60 },
    );
  });
});
