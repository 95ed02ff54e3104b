/** Holds docs/local-backend.md against what the operations declare; run with -u, it writes the generated parts. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as runtime from '@aws-sdk/client-sagemaker-runtime';
import { format, resolveConfig } from 'prettier';
import { afterAll, expect, it } from 'vitest';
import type { DeclaredOperation } from './services/declared-operation';
import { asyncHeaders } from './services/sagemaker-runtime/async-headers';
import { invocationHeaders } from './services/sagemaker-runtime/invocation-headers';
import { type DeclaredMember, declaredMembers } from '../../testing/local/declared-members';
import { type DeclaredService, openDeclaredServices } from '../../testing/local/declared-services';
import { s3Section } from '../../testing/local/s3-section';
import { type ModelMember, readServiceModel } from '../../testing/local/service-model';

const file = fileURLToPath(new URL('../../docs/local-backend.md', import.meta.url));
const { services, close } = openDeclaredServices();
afterAll(close);

interface Exception {
  member: string;
  text: string;
}

const isBelow = (inner: readonly string[], outer: readonly string[]): boolean =>
  inner.length > outer.length && outer.every((step, index) => inner[index] === step);

/** What is not carried out as AWS does, each at its outermost member. */
const exceptionsOf = (declared: readonly DeclaredMember[], model: readonly ModelMember[]): Exception[] => {
  const told: { path: readonly string[]; text: string; member: string }[] = [];
  const tell = (path: readonly string[], member: string, text: string | undefined) => {
    if (text !== undefined && !told.some((one) => isBelow(path, one.path))) told.push({ path, member, text });
  };
  const known = new Map(declared.map((one) => [one.spelled, one]));
  for (const { path, spelled } of model) {
    const one = known.get(spelled);
    if (!one) tell(path, spelled, 'refused');
    else if (one.refused !== undefined) tell(path, spelled, `refused: ${one.refused}`);
    else if (one.kept !== undefined) tell(path, spelled, `kept, without effect: ${one.kept}`);
    else if (one.refusedValues !== undefined)
      tell(path, spelled, `some values refused: ${one.refusedValues}`);
  }
  return told;
};

const sectionOf = (operations: ReadonlyMap<string, readonly Exception[]>): string => {
  const whole = [...operations]
    .filter(([, exceptions]) => exceptions.length === 0)
    .map(([name]) => `\`${name}\``);
  const partly = [...operations].filter(([, exceptions]) => exceptions.length > 0);
  return [
    ...(whole.length > 0 ? [`With all their members: ${whole.sort().join(', ')}.`] : []),
    ...partly.map(([name, exceptions]) =>
      [
        `\`${name}\`, but for:`,
        '',
        ...exceptions.map(({ member, text }) => `- \`${member}\`: ${text}.`),
      ].join('\n'),
    ),
  ].join('\n\n');
};

const operationsOf = ({ service, client }: DeclaredService) => {
  const model = readServiceModel(client);
  return new Map(
    Object.entries(service.operations).map(([name, operation]) => [
      name,
      exceptionsOf(
        declaredMembers((operation as DeclaredOperation).declared.input),
        model.get(name)?.members ?? [],
      ),
    ]),
  );
};

const headersOf = { InvokeEndpoint: invocationHeaders, InvokeEndpointAsync: asyncHeaders };

const invocationExceptions = (headers: typeof asyncHeaders): Exception[] =>
  [...headers.values()].flatMap(({ member, kept, refused }) => {
    if (refused !== undefined) return [{ member, text: `refused: ${refused}` }];
    return kept === undefined ? [] : [{ member, text: `taken, without effect: ${kept}` }];
  });

it('docs/local-backend.md says of every member what becomes of it', async () => {
  const sections = new Map([
    ...services.map((one) => [one.name, sectionOf(operationsOf(one))] as const),
    ['S3', s3Section()] as const,
    [
      'SageMaker Runtime',
      sectionOf(
        new Map(
          Object.entries(headersOf).map(([name, headers]) => [name, invocationExceptions(headers)] as const),
        ),
      ),
    ] as const,
  ]);
  let text = readFileSync(file, 'utf8');
  for (const [name, section] of sections) {
    const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    expect(from, `no ${begin} in docs/local-backend.md`).toBeGreaterThanOrEqual(0);
    expect(to).toBeGreaterThan(from);
    text = `${text.slice(0, from)}${begin}\n\n${section}\n\n${text.slice(to)}`;
  }
  const formatted = await format(text, { ...(await resolveConfig(file)), filepath: file });
  await expect(formatted).toMatchFileSnapshot(file);
}, 60_000);

it.each(Object.entries(headersOf))('knows every member of %s that travels as a header', (name, known) => {
  const headers = (readServiceModel(runtime).get(name)?.members ?? [])
    .filter(({ place }) => place === 'header')
    .map(({ wireName, spelled }) => [wireName?.toLowerCase(), spelled]);
  expect(headers.length).toBeGreaterThan(5);
  expect([...known].map(([header, { member }]) => [header, member]).sort()).toEqual(headers.sort());
});
