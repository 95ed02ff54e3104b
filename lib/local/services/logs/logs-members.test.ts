import * as client from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../store/database';
import { createLogStore } from '../../store/sqlite-log-store';
import { readServiceModel } from '../../testing/service-model';
import { createLogsService } from './logs-service';

const clock = { now: () => Date.now(), after: () => () => {} };
const logs = createLogStore(openDatabase(':memory:'), clock);
const { operations } = createLogsService({ logs, clock });
const model = readServiceModel(client);
const context = {
  requestId: 'r',
  region: 'us-east-1',
  accountId: '000000000000',
  origin: 'http://127.0.0.1:1',
};

/** What AWS takes and this backend does not: each is refused by its name. */
const refused: Readonly<Record<string, readonly string[]>> = {
  CreateLogGroup: ['kmsKeyId'],
  DescribeLogGroups: ['accountIdentifiers'],
  PutLogEvents: ['entity'],
};

describe.each(Object.keys(operations))('%s', (name) => {
  it('uses every member of the API, or refuses it by its name', () => {
    const members = model.get(name)?.members.filter(({ path }) => path.length === 1) ?? [];
    expect(members.length).toBeGreaterThan(0);
    const unknown = members
      .map(({ spelled }) => spelled)
      .filter((member) => {
        try {
          void operations[name]!({ [member]: {} }, context);
        } catch (error) {
          return (error as Error).message.includes(`does not support the member ${member} `);
        }
        return false;
      });
    expect(unknown).toEqual(refused[name] ?? []);
  });
});
