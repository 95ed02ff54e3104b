import { afterAll, beforeAll, expect, it } from 'vitest';
import { bucket, createHarness } from '../../../../testing/local/engine-harness';
import { mountsAreAllowed } from '../container/containment-namespace';
import { trainingLogGroup } from '../metrics/job-log';

let harness: Awaited<ReturnType<typeof createHarness>>;
const mounted = await mountsAreAllowed();
beforeAll(async () => {
  harness = await createHarness();
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    await harness.objects.put(bucket, `in/${name}`, Buffer.from(name));
});
afterAll(() => harness.remove());

const hosts =
  (InstanceCount: number, change: (request: object) => void = () => undefined) =>
  (request: Parameters<NonNullable<Parameters<typeof harness.launch>[2]>>[0]) => {
    request.ResourceConfig.InstanceCount = InstanceCount;
    change(request);
  };

/** Every host listens; the last one greets all of them by name, so that each ends once it is greeted. */
const greeter = `
import { createServer, connect } from 'node:net';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { lookup } from 'node:dns/promises';
const hosts = JSON.parse(process.env.SM_HOSTS), me = process.env.SM_CURRENT_HOST;
const resources = JSON.parse(readFileSync('/opt/ml/input/config/resourceconfig.json', 'utf8'));
const { address } = await lookup(me);
console.log('SEEN ' + JSON.stringify({
  me, hosts, resources, name: hostname(), data: readdirSync('/opt/ml/input/data/train').sort(),
  env: JSON.parse(process.env.SM_TRAINING_ENV),
}));
writeFileSync('/opt/ml/model/' + me + '.txt', me);
writeFileSync('/opt/ml/checkpoints/' + me + '.ckpt', me);
const greeted = new Promise((resolve) => {
  createServer((socket) => socket.once('data', (data) => { socket.end(); resolve(String(data)); })).listen(7070, address);
});
if (me === hosts.at(-1)) for (const host of hosts) {
  for (;;) {
    const done = await new Promise((resolve) => {
      const socket = connect(7070, host, () => socket.end('from ' + me));
      socket.on('close', () => resolve(true)).on('error', () => resolve(false));
    });
    if (done) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
console.log('greeted ' + await greeted);
process.exit(0);
`;

it.runIf(mounted)(
  'gives each host its name, its folders, its share and its log, and keeps the models of all',
  async () => {
    await harness.launch(
      'three',
      greeter,
      hosts(3, (request) =>
        Object.assign(request, {
          InputDataConfig: [
            {
              ChannelName: 'train',
              DataSource: {
                S3DataSource: {
                  S3Uri: `s3://${bucket}/in/`,
                  S3DataType: 'S3Prefix',
                  S3DataDistributionType: 'ShardedByS3Key',
                },
              },
            },
          ],
          OutputDataConfig: { S3OutputPath: `s3://${bucket}/out`, CompressionType: 'NONE' },
        }),
      ),
    );
    const job = await harness.waitForEnd('three');
    expect(job.failureReason).toBeUndefined();
    const streams = harness.logs.streams(trainingLogGroup, { prefix: 'three/' }).map(({ name }) => name);
    expect(streams.map((name) => name.replace(/-\d+$/, ''))).toEqual([
      'three/algo-1',
      'three/algo-2',
      'three/algo-3',
    ]);
    const names = ['algo-1', 'algo-2', 'algo-3'];
    const seen = streams.map((stream) => {
      const lines = harness.logs
        .read(trainingLogGroup, stream, { limit: 1000 })
        .map(({ message }) => message);
      expect(lines).toContain('greeted from algo-3');
      return JSON.parse(lines.find((line) => line.startsWith('SEEN '))!.slice('SEEN '.length)) as {
        data: string[];
        env: Record<string, unknown>;
      };
    });
    for (const [index, name] of names.entries()) {
      expect(seen[index]).toMatchObject({
        me: name,
        name,
        hosts: names,
        resources: {
          current_host: name,
          hosts: names,
          instance_groups: [{ instance_group_name: 'homogeneousCluster', hosts: names }],
        },
        env: { is_master: index === 0, master_hostname: 'algo-1', current_host: name },
      });
    }
    expect(seen.map(({ data }) => data)).toEqual([['a', 'd'], ['b', 'e'], ['c']]);
    const keys = (prefix: string) =>
      harness.objects.list(bucket, { prefix }).objects.map(({ key }) => key.split('/').at(-1));
    expect(keys('out/three/output/model/')).toEqual(names.map((name) => `${name}.txt`));
    expect(keys('three/checkpoints/')).toEqual(names.map((name) => `${name}.ckpt`));
  },
);

/** Counts on until it is told how far to go, from where its own checkpoint was. */
const counter = `
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
const me = process.env.SM_CURRENT_HOST, place = '/opt/ml/checkpoints/' + me;
let count = existsSync(place) ? Number(readFileSync(place, 'utf8')) : 0;
console.log(me + ' begins at ' + (count === 0 ? 'the beginning' : 'its checkpoint'));
for (const first = count; first === 0 || count < first + 3;) {
  count += 1;
  writeFileSync(place + '.tmp', String(count));
  renameSync(place + '.tmp', place);
  if (count === 1) console.log('epoch 1 ended');
  await new Promise((resolve) => setTimeout(resolve, 20));
}
`;

it.runIf(mounted)(
  'takes all hosts away at an interruption, and each resumes from its checkpoint',
  async () => {
    await harness.launch('lost', counter, hosts(2));
    // Both write, and are taken whatever they are at.
    await expect
      .poll(() => harness.objects.list(bucket, { prefix: 'lost/checkpoints/' }).objects)
      .toHaveLength(2);
    harness.engine.interrupt('lost', { capacityWaitSeconds: 0 });
    const job = await harness.waitForEnd('lost');
    expect(job.failureReason).toBeUndefined();
    const lines = harness.lines('lost');
    for (const host of ['algo-1', 'algo-2']) {
      expect(lines).toContain(`${host} begins at the beginning`);
      expect(lines).toContain(`${host} begins at its checkpoint`);
    }
  },
);

it.runIf(mounted)('ends with the first host that fails, in its words, and leaves none running', async () => {
  const script = `
    if (process.env.SM_CURRENT_HOST === 'algo-2') { console.error('Error: rank 1 gave up'); process.exit(3); }
    setInterval(() => {}, 1000);`;
  await harness.launch('failing', script, hosts(2));
  const job = await harness.waitForEnd('failing');
  expect(job.failureReason).toContain('rank 1 gave up');
  expect(job.failureReason).toContain('ExitCode 3');
});

it('says where hosts cannot find one another', async () => {
  const mapped = await createHarness(undefined, undefined, 'process-group');
  try {
    await mapped.launch('mapped', 'process.exit(0)', hosts(2));
    const job = await mapped.waitForEnd('mapped');
    expect(job.failureReason).toMatch(
      /^ClientError: InstanceCount is 2, and this system allows no private mounts/,
    );
  } finally {
    await mapped.remove();
  }
});
