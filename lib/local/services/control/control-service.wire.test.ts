import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHarness } from '../../../../testing/local/engine-harness';
import { createFaultList } from '../../wire/faults';
import { createWireServer, type WireServer } from '../../wire/server';
import { createControlService } from './control-service';

let harness: Awaited<ReturnType<typeof createHarness>>;
let server: WireServer;
beforeAll(async () => {
  harness = await createHarness();
  const service = createControlService({
    engine: harness.engine,
    jobs: harness.jobs,
    faults: createFaultList([]),
    containerPaths: () => Promise.resolve('mapped'),
  });
  server = await createWireServer({ rpcServices: [], restServices: [service], host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close();
  await harness.remove();
});

const call = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${server.url}/_local/${path}`, {
    method,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

const sleeper = `console.log('up'); setInterval(() => {}, 1000);`;

describe('the control API', () => {
  it('tells what only this backend can do', async () => {
    expect(await call('GET', 'capabilities')).toMatchObject({
      status: 200,
      body: {
        interrupt: true,
        spotMarket: true,
        faults: true,
        containerPaths: 'mapped',
        cores: availableParallelism(),
        simulated: expect.arrayContaining(['spot prices']),
      },
    });
  });

  it('changes the members of the spot market that are given, and keeps them', async () => {
    const { body: before } = await call('GET', 'spot-market');
    const { body: after } = await call('PUT', 'spot-market', { discount: 0.6, seed: 7 });
    expect(after).toEqual({ ...before, discount: 0.6, seed: 7 });
    expect(await call('GET', 'spot-market')).toEqual({ status: 200, body: after });
  });

  it.each([
    ['PUT', 'spot-market', { discount: 2 }, 400, 'ValidationException', /discount/],
    ['PUT', 'spot-market', { mood: 'bad' }, 400, 'ValidationException', /mood/],
    ['PUT', 'spot-market', '{', 400, 'SerializationException', /not JSON/],
    ['DELETE', 'spot-market', undefined, 405, 'MethodNotAllowed', /GET, PUT/],
    ['GET', 'nothing', undefined, 404, 'NotFound', /nothing/],
    ['POST', 'training-jobs/absent/interrupt', {}, 404, 'NotFound', /absent/],
    ['POST', 'training-jobs/%E0%A4%A/interrupt', {}, 400, 'InvalidURI', /URI/],
  ])('refuses %s %s with %o', async (method, path, body, status, code, message) => {
    expect(await call(method, path, body)).toEqual({
      status,
      body: { code, message: expect.stringMatching(message) },
    });
  });

  it('takes the instance of a job that trains, and says what the job is then', async () => {
    await harness.launch('taken', sleeper);
    await harness.waitForLine('taken', 'up');
    expect(await call('POST', 'training-jobs/taken/interrupt', { afterEpoch: -1 })).toMatchObject({
      status: 400,
    });
    expect(
      await call('POST', 'training-jobs/taken/interrupt', { notice: false, capacityWaitSeconds: 3600 }),
    ).toEqual({ status: 200, body: { name: 'taken', status: 'InProgress', secondaryStatus: 'Interrupted' } });
    expect(await call('POST', 'training-jobs/taken/interrupt', {})).toMatchObject({
      status: 400,
      body: { code: 'ValidationException', message: expect.stringMatching(/Interrupted/) },
    });
  });

  it('never takes the instance of an on-demand job', async () => {
    await harness.launch('demand', sleeper, (request) => {
      request.EnableManagedSpotTraining = false;
    });
    await harness.waitForLine('demand', 'up');
    expect(await call('POST', 'training-jobs/demand/interrupt', {})).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/managed spot training/) },
    });
  });
});
