import { describe, expect, it } from 'vitest';
import { type AwsError } from '../core/aws-error';
import { createFaultList, type Fault } from './faults';
import { ClientGone } from './request-body';
import type { RpcService } from './service';

const serviceOf = (name: string): RpcService => ({
  signingNames: [name],
  operations: { Search: () => ({}), Describe: () => ({}) },
});
const sagemaker = serviceOf('sagemaker');
const logs = serviceOf('logs');
const here = new AbortController().signal;

const listOf = (...faults: Fault[]) => {
  const list = createFaultList([sagemaker, logs]);
  list.set(faults);
  return list;
};

/** What each of some calls is answered with: an error code, or `ok`. */
const answers = async (list: ReturnType<typeof listOf>, calls: number, operation = 'Search') => {
  const seen: string[] = [];
  for (let call = 0; call < calls; call += 1) {
    try {
      await list.strike(sagemaker, operation, here);
      seen.push('ok');
    } catch (error) {
      seen.push((error as AwsError).code);
    }
  }
  return seen;
};

describe('a list of faults', () => {
  it('strikes every call until it is taken away where a fault has no count', async () => {
    const list = listOf({ operation: 'Search', code: 'A' });
    expect(await answers(list, 3)).toEqual(['A', 'A', 'A']);
    list.set([]);
    expect(await answers(list, 1)).toEqual(['ok']);
  });

  it('uses a fault up after its count, and says how often it struck', async () => {
    const list = listOf({ operation: 'Search', code: 'A', count: 2 });
    expect(await answers(list, 4)).toEqual(['A', 'A', 'ok', 'ok']);
    expect(list.list()).toEqual([{ operation: 'Search', code: 'A', count: 2, struck: 2 }]);
  });

  it('strikes each n-th call only, and no more often than its count', async () => {
    const list = listOf({ operation: 'Search', code: 'A', every: 2, count: 2 });
    expect(await answers(list, 7)).toEqual(['ok', 'A', 'ok', 'A', 'ok', 'ok', 'ok']);
  });

  it('lets two errors of one operation follow each other', async () => {
    const list = listOf(
      { operation: 'Search', code: 'A', count: 2 },
      { operation: 'Search', code: 'B', count: 1 },
    );
    expect(await answers(list, 4)).toEqual(['A', 'A', 'B', 'ok']);
  });

  it('spares other operations and other services', async () => {
    const list = listOf({ operation: 'Search', code: 'A', service: 'logs' });
    expect(await answers(list, 1)).toEqual(['ok']);
    expect(await answers(list, 1, 'Describe')).toEqual(['ok']);
    await expect(list.strike(logs, 'Search', here)).rejects.toThrow(/Search with A/);
  });

  it("has AWS's text for throttling, and the given one where there is one", async () => {
    const throttled = listOf({ operation: 'Search', code: 'ThrottlingException' });
    await expect(throttled.strike(sagemaker, 'Search', here)).rejects.toThrow('Rate exceeded');
    const worded = listOf({ operation: 'Search', code: 'InternalFailure', message: 'as I say' });
    await expect(worded.strike(sagemaker, 'Search', here)).rejects.toThrow('as I say');
  });

  it('makes no call of a client wait that is gone', async () => {
    const list = listOf({ operation: 'Search', delayMs: 600_000 });
    const client = new AbortController();
    const waiting = list.strike(sagemaker, 'Search', client.signal);
    client.abort();
    await expect(waiting).rejects.toThrow(ClientGone);
  });
});
