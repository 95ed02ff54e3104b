/**
 * No member is accepted and dropped: every member of AWS's model is declared or refused by name, and every member that
 * is declared is read, or kept and given back.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { declaredMembers } from '../../../testing/local/declared-members';
import { openDeclaredServices, testContext } from '../../../testing/local/declared-services';
import { recordReads } from '../../../testing/local/recorded-reads';
import { type MemberKind, type ModelMember, readServiceModel } from '../../../testing/local/service-model';
import type { DeclaredOperation } from './declared-operation';
import { messageOf } from '../core/thrown';

const { services, close } = openDeclaredServices();
afterAll(close);

const operationOf = (service: (typeof services)[number]['service'], name: string): DeclaredOperation => {
  const operation = service.operations[name];
  if (!operation || !('declared' in operation)) throw new Error(`${name} declares no input`);
  return operation as DeclaredOperation;
};

const valueOfKind: Record<MemberKind, unknown> = {
  text: 'x',
  number: 1,
  boolean: true,
  time: 1,
  bytes: 'eA==',
  document: { x: 1 },
  list: ['x'],
  map: { x: 'x' },
  structure: { x: 'x' },
  union: { x: 'x' },
};

/** An input that has nothing but the member. */
const inputWith = (member: ModelMember): unknown =>
  member.path.reduceRight<unknown>(
    (value, step) => (step === '[]' ? [value] : { [step === '{}' ? 'key' : step]: value }),
    valueOfKind[member.kind],
  );

/** The text of an error, or undefined where there is none. */
const refusalOf = async (operation: DeclaredOperation, input: unknown): Promise<string | undefined> => {
  try {
    await operation(input, testContext);
  } catch (error) {
    return messageOf(error);
  }
  return undefined;
};

const valueAt = (value: unknown, at: readonly string[]): unknown =>
  at.reduce<unknown>((found, step) => {
    if (typeof found !== 'object' || found === null) return undefined;
    if (step === '[]') return (found as unknown[])[0];
    return step === '{}' ? Object.values(found)[0] : (found as Record<string, unknown>)[step];
  }, value);

/** What the engine and other operations name: they carry out what they find in a record. */
const rooms = ['../engine', './sagemaker'].map((room) => fileURLToPath(new URL(room, import.meta.url)));
const isCode = (file: string) =>
  file.endsWith('.ts') && !/(?:\.test|-input|unapplied-settings)\.ts$/.test(file);
const code = rooms
  .flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' }).map((file) => path.join(room, file)),
  )
  .filter(isCode)
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');
const isNamed = (member: string): boolean => new RegExp(`\\b${member}\\b`).test(code);

describe.each(services)('$name', ({ service, client, inputs }) => {
  const model = readServiceModel(client);

  describe.each(Object.keys(service.operations))('%s', (name) => {
    const operation = operationOf(service, name);
    const declared = declaredMembers(operation.declared.input);
    const taken = new Set(
      declared.filter(({ refused }) => refused === undefined).map(({ spelled }) => spelled),
    );
    const inModel = model.get(name)?.members ?? [];

    it('refuses by name every member of AWS that it does not take', async () => {
      expect(model.has(name)).toBe(true);
      const outer = (member: ModelMember) =>
        inModel.some((one) => one !== member && isWithin(member.path, one.path) && !taken.has(one.spelled));
      const refused = inModel.filter((member) => !taken.has(member.spelled) && !outer(member));
      for (const member of refused) {
        const text = await refusalOf(operation, inputWith(member));
        const own = member.path.at(-1) ?? '';
        expect(text, member.spelled).toMatch(
          new RegExp(`\\b${own}\\b.* is not supported by the local backend: .+`),
        );
      }
    });

    it('takes nothing that AWS does not have', () => {
      const known = new Set(inModel.map(({ spelled }) => spelled));
      expect(declared.map(({ spelled }) => spelled).filter((spelled) => !known.has(spelled))).toEqual([]);
    });

    it('says what it refuses so that a reader knows what to do', () => {
      for (const { spelled, refused, kept } of declared) {
        if (refused !== undefined) expect(refused, spelled).toMatch(/^[a-zA-Z][^.].*[^.\s]$/s);
        if (kept !== undefined) expect(kept, spelled).toMatch(/^[a-z].*[^.\s]$/s);
      }
    });
  });

  it('reads, or keeps and gives back, every member that it takes', async () => {
    const lost = new Map<string, Set<string>>();
    const covered = new Map<string, Set<string>>();
    for (const { operation: name, input, shownBy } of inputs) {
      const operation = operationOf(service, name);
      const declared = declaredMembers(operation.declared.input);
      const read = new Set<string>();
      const parsed = operation.declared.input.parse(input);
      await operation.declared.run(recordReads(parsed, read), testContext);
      const shown = shownBy && (await service.operations[shownBy[0]]!(shownBy[1], testContext));
      for (const member of declared) {
        const sent = valueAt(input, member.path);
        const isLeaf = !declared.some((one) => one !== member && isWithin(one.path, member.path));
        if (!isLeaf || sent === undefined || member.refused !== undefined) continue;
        covered.set(name, (covered.get(name) ?? new Set()).add(member.spelled));
        const at = shownBy?.[2] === undefined ? member.path : [shownBy[2], ...member.path.slice(1)];
        const isShown = shown !== undefined && sameValue(valueAt(shown, at), sent);
        const isDecided = member.transformed === true || member.refusedValues !== undefined;
        const isUsed = isDecided
          ? true
          : isShown
            ? read.has(member.spelled) || member.kept !== undefined || isNamed(member.path.at(-1) ?? '')
            : read.has(member.spelled) || (member.kept !== undefined && shown === undefined);
        if (!isUsed) lost.set(name, (lost.get(name) ?? new Set()).add(member.spelled));
      }
    }
    expect(Object.fromEntries([...lost].map(([name, members]) => [name, [...members]]))).toEqual({});
    for (const name of Object.keys(service.operations)) {
      const declared = declaredMembers(operationOf(service, name).declared.input);
      const leaves = declared.filter(
        (one) => !one.refused && !declared.some((other) => other !== one && isWithin(other.path, one.path)),
      );
      const missing = leaves.filter(({ spelled }) => !covered.get(name)?.has(spelled));
      expect(
        missing.map(({ spelled }) => `${name}: ${spelled}`),
        'no full input has it',
      ).toEqual([]);
    }
  });
});

const isWithin = (inner: readonly string[], outer: readonly string[]): boolean =>
  inner.length > outer.length && outer.every((step, index) => inner[index] === step);

const sameValue = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
