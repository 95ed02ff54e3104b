/** Walks every member of S3's own model: each is used by the operation, or refused by name. */
import * as client from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import {
  type ModelMember,
  type ModelOperation,
  readServiceModel,
} from '../../../../testing/local/service-model';
import { isOperationName, operationMembers, type OperationName } from './operation-members';
import { operationNameOf, subresourceOperations } from './operation-name';
import { acceptedValues, refuseUnused, s3Parameters } from './refusals';
import type { SentS3Request } from './s3-request';
import { partOf } from '../../../../testing/part-of';

const model = readServiceModel(client);
const operations = Object.keys(operationMembers).filter((name) => name !== 'PostObject') as OperationName[];

/** Bodies that the code lets through its parser only to refuse them by name: s3-buckets.wire.test.ts shows it. */
const refusedInBody = ['CreateBucketConfiguration.Location', 'CreateBucketConfiguration.Bucket'];

const modelOf = (name: string): ModelOperation => {
  const operation = model.get(name);
  if (!operation) throw new Error(`The model has no ${name}.`);
  return operation;
};

const refusalOf = (name: OperationName, place: 'headers' | 'query', member: string): unknown => {
  const sent = { headers: [] as [string, string][], query: [] as [string, string][] };
  sent[place].push([member, 'a value']);
  try {
    refuseUnused(name, operationMembers[name], sent);
    return undefined;
  } catch (error) {
    return error;
  }
};

const isUsed = (name: OperationName, { place, wireName = '', spelled }: ModelMember): boolean => {
  const { headers, query, body } = operationMembers[name];
  if (place === 'header') return headers.includes(wireName.toLowerCase());
  if (place === 'prefix-headers') return headers.includes(`${wireName}*`);
  if (place === 'query') return query.includes(wireName);
  return place === 'path' || body.includes(spelled);
};

const members = operations.flatMap((name) => modelOf(name).members.map((member) => ({ name, member })));

describe('the members of S3 operations', () => {
  it('are hundreds', () => {
    expect(operations.length).toBeGreaterThan(25);
    expect(members.length).toBeGreaterThan(250);
  });

  it.each(operations)('of %s are each used or refused by name', (name) => {
    const dropped = modelOf(name)
      .members.filter((member) => !isUsed(name, member))
      .filter(({ place, wireName = '', spelled }) => {
        if (place === 'header') {
          const error = refusalOf(name, 'headers', wireName.toLowerCase()) as Error | undefined;
          return !(
            error &&
            'code' in error &&
            error.code === 'NotImplemented' &&
            error.message.includes(wireName.toLowerCase())
          );
        }
        if (place === 'query') {
          const error = refusalOf(name, 'query', wireName) as Error | undefined;
          return !(
            error &&
            'code' in error &&
            error.code === 'NotImplemented' &&
            error.message.includes(wireName)
          );
        }
        return !refusedInBody.some(
          (refused) =>
            spelled === refused || spelled.startsWith(`${refused}.`) || spelled.startsWith(`${refused}[`),
        );
      });
    expect(dropped.map(({ spelled }) => spelled)).toEqual([]);
  });

  it('that are declared exist, or belong to the transport of a body', () => {
    const transport =
      /^(content-length|content-md5|x-amz-sdk-checksum-algorithm|if-range|x-amz-checksum-.*)$/;
    const unknown = operations.flatMap((name) => {
      const known = modelOf(name).members;
      const wire = known.map(({ place, wireName = '' }) =>
        place === 'prefix-headers' ? `${wireName}*` : place === 'header' ? wireName.toLowerCase() : wireName,
      );
      const { headers, query, body } = operationMembers[name];
      const names = [...headers.filter((header) => !transport.test(header)), ...query].filter(
        (one) => !wire.includes(one),
      );
      return [...names, ...body.filter((one) => !known.some(({ spelled }) => spelled === one))].map(
        (one) => `${name}: ${one}`,
      );
    });
    expect(unknown).toEqual([]);
  });

  it('that are query parameters are all known, of other operations too', () => {
    const all = [...model.values()].flatMap((operation) =>
      operation.members.filter(({ place }) => place === 'query'),
    );
    const names = [...new Set(all.map(({ wireName = '' }) => wireName))].sort();
    expect([...s3Parameters].sort()).toEqual(names);
  });

  it('with values that ask for nothing pass, with others they do not', () => {
    for (const [header, values] of acceptedValues) {
      for (const value of values) {
        expect(() =>
          refuseUnused('PutObject', operationMembers.PutObject, { headers: [[header, value]], query: [] }),
        ).not.toThrow();
      }
      expect(refusalOf('PutObject', 'headers', header)).toMatchObject({ code: 'NotImplemented' });
    }
  });

  it('are found in a presigned query too, in any case', () => {
    const query: [string, string][] = [['X-Amz-Object-Lock-Mode', 'GOVERNANCE']];
    const refuse = () => refuseUnused('PutObject', operationMembers.PutObject, { headers: [], query });
    expect(refuse).toThrow(/x-amz-object-lock-mode of PutObject: it locks no objects/);
  });
});

const requestFor = (
  { method = '', uri = '' }: ModelOperation,
  headers: Record<string, string>,
): SentS3Request => {
  const [path = '', query = ''] = uri.split('?');
  return partOf<SentS3Request>({
    method,
    bucket: 'a-bucket',
    key: path.includes('{Key+}') ? 'key' : '',
    bucketUrl: '',
    query: new URLSearchParams(query),
    sentHeader: (name: string) => headers[name],
    incoming: partOf<SentS3Request['incoming']>({ headers }),
  });
};

describe('the operations of S3', () => {
  const others = [...model.values()].filter(({ uri = '' }) => /\?(?!x-id=)/.test(uri));

  it.each(others)('have the name that their parameter gives: $name', (operation) => {
    const named = operationNameOf(requestFor(operation, {}));
    // One parameter may serve a Get and a List; x-id, which only SDKs send, tells them apart.
    const alike = [...model.values()].filter(
      ({ method, uri }) => method === operation.method && uri?.split('&')[0] === operation.uri?.split('&')[0],
    );
    expect(alike.map(({ name }) => name)).toContain(named);
  });

  it('are either done or have no code', () => {
    const declared = new Set(Object.values(subresourceOperations).filter(isOperationName));
    expect(declared.size).toBeGreaterThan(8);
    expect([...model.keys()].filter(isOperationName)).toHaveLength(operations.length);
  });
});
