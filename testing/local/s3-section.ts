/** The S3 section of docs/local-backend.md, from what the operations declare and the SDK's model knows. */
import * as client from '@aws-sdk/client-s3';
import {
  isOperationName,
  operationMembers,
  type OperationName,
} from '../../lib/local/services/s3/operation-members';
import { subresourceOperations } from '../../lib/local/services/s3/operation-name';
import { acceptedValues, refusalReasons } from '../../lib/local/services/s3/refusals';
import { type ModelMember, readServiceModel } from './service-model';

const model = readServiceModel(client);

const isUsed = (name: OperationName, { place, wireName = '', spelled }: ModelMember): boolean => {
  const { headers, query, body } = operationMembers[name];
  if (place === 'header') return headers.includes(wireName.toLowerCase());
  if (place === 'prefix-headers') return headers.includes(`${wireName}*`);
  if (place === 'query') return query.includes(wireName);
  return place === 'path' || body.includes(spelled);
};

/** Outermost members of an operation that it does not use. */
const refusedOf = (name: OperationName): ModelMember[] => {
  const unused = (model.get(name)?.members ?? []).filter((member) => !isUsed(name, member));
  return unused.filter(
    ({ spelled }) =>
      !unused.some(
        (outer) =>
          outer.spelled !== spelled &&
          /^[.[{]/.test(spelled.slice(outer.spelled.length)) &&
          spelled.startsWith(outer.spelled),
      ),
  );
};

export const reasonOf = (name: string): string =>
  refusalReasons.find(({ names }) => names.test(name))?.why ?? 'not done here';

const code = (text: string): string => `\`${text}\``;

export const s3Section = (): string => {
  const operations = Object.keys(operationMembers).filter(isOperationName).sort();
  const rows = operations.map((name) => {
    const refused = refusedOf(name).map(({ spelled }) => code(spelled));
    return `| ${code(name)} | ${refused.join(', ') || 'nothing'} |`;
  });
  const reasons = new Map<string, Set<string>>();
  for (const name of operations) {
    for (const { wireName = '', spelled } of refusedOf(name)) {
      const why = reasonOf(wireName.toLowerCase() || spelled);
      reasons.set(why, (reasons.get(why) ?? new Set()).add(spelled));
    }
  }
  const others = [...new Set(Object.values(subresourceOperations))]
    .filter((name) => !isOperationName(name))
    .sort();
  return [
    '| operation | refused by name |\n| --- | --- |\n' + rows.join('\n'),
    'Why:',
    [...reasons].map(([why, names]) => `- ${[...names].sort().map(code).join(', ')}: ${why}.`).join('\n'),
    'Values of refused headers that ask for what S3 does anyway, which clients send unasked, are taken:',
    [...acceptedValues]
      .map(([name, values]) => `- ${code(name)}: ${values.map(code).join(', ')}.`)
      .join('\n'),
    `Refused as whole operations: ${others.map(code).join(', ')}.`,
  ].join('\n\n');
};
