import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bucket, createHarness } from '../../../../testing/local/engine-harness';
import { type CreateTrainingJobInput } from '../../core/requests/create-training-job';
import { mountsAreAllowed } from './containment-namespace';

type Channel = NonNullable<CreateTrainingJobInput['InputDataConfig']>[number];
type Mode = NonNullable<Channel['InputMode']>;

let harness: Awaited<ReturnType<typeof createHarness>>;
beforeAll(async () => {
  harness = await createHarness();
  const put = (key: string, body: string | Buffer) => harness.objects.put(bucket, key, Buffer.from(body));
  await put('in/a.txt', 'first\n');
  await put('in/deep/b.txt', 'second\n');
  await put('in/c.txt', 'third\n');
  await put('in/not-listed.txt', 'never\n');
  await put('packed/a.gz', gzipSync('first\n'));
  await put('packed/b.gz', gzipSync('second\n'));
  await put('large/x.bin', Buffer.alloc(3_000_000, 'x'));
  await put('manifest.json', JSON.stringify([{ prefix: `s3://${bucket}/in/` }, 'a.txt', 'deep/b.txt']));
  await put('hole.json', JSON.stringify([{ prefix: `s3://${bucket}/in/` }, 'gone.txt']));
  await put('form.json', JSON.stringify(['a.txt']));
  await put(
    'rows.jsonl',
    [
      { 'source-ref': `s3://${bucket}/in/a.txt`, label: 3 },
      { 'source-ref': `s3://${bucket}/in/c.txt`, label: { kind: 'cat' } },
    ]
      .map((row) => JSON.stringify(row))
      .join('\n'),
  );
});
afterAll(() => harness.remove());

const channel = (ChannelName: string, S3Uri: string, more: Partial<Channel> = {}, source = {}): Channel => ({
  ChannelName,
  DataSource: { S3DataSource: { S3Uri: `s3://${bucket}/${S3Uri}`, S3DataType: 'S3Prefix', ...source } },
  ...more,
});
const pipe = { InputMode: 'Pipe' } as const;

/** Prints, for each file or FIFO that it is told of, what it reads there to the end. */
const reader = `
import { closeSync, existsSync, openSync, readFileSync, readSync, readdirSync, writeFileSync } from 'node:fs';
const base = process.env.SAGEMAKER_BASE_DIR + '/input/data/';
const say = (name, what) => console.log('READ ' + JSON.stringify([name, what]));
for (const name of JSON.parse(process.env.READS)) {
  if (name.endsWith('/')) say(name, readdirSync(base + name, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile()).map((each) => each.name).sort());
  else if (name.startsWith('?')) say(name, existsSync(base + name.slice(1)));
  else if (name.startsWith('~')) {
    const file = openSync(base + name.slice(1), 'r'), start = Buffer.alloc(5);
    readSync(file, start);
    closeSync(file);
    say(name, String(start));
  } else if (name.startsWith('!')) {
    try { writeFileSync(base + name.slice(1), 'x'); say(name, 'written'); } catch (error) { say(name, error.code); }
  } else {
    const bytes = readFileSync(base + name);
    say(name, bytes.length > 1000 ? bytes.length : bytes.toString('latin1'));
  }
}
`;

const run = async (name: string, channels: Channel[], reads: string[], mode: Mode = 'File') => {
  await harness.launch(name, reader, (request) => {
    request.InputDataConfig = channels;
    request.AlgorithmSpecification.TrainingInputMode = mode;
    request.Environment = { READS: JSON.stringify(reads) };
  });
  const job = await harness.waitForEnd(name);
  const read = harness
    .lines(name)
    .filter((line) => line.startsWith('READ '))
    .map((line) => JSON.parse(line.slice('READ '.length)) as [string, unknown]);
  return { job, lines: harness.lines(name), read: Object.fromEntries(read) as Record<string, unknown> };
};

it('files of several channels: prefix, manifest and FastFile, each by its own mode', async () => {
  const { job, read, lines } = await run(
    'files',
    [
      channel('train', 'in/'),
      channel('listed', 'manifest.json', {}, { S3DataType: 'ManifestFile' }),
      channel('fast', 'in/', { InputMode: 'FastFile' }),
      channel('packed', 'packed/', { CompressionType: 'Gzip' }),
    ],
    ['train/', 'listed/', 'listed/deep/b.txt', 'fast/deep/b.txt', '!fast/a.txt', '!train/a.txt', 'packed/'],
  );
  expect(job.failureReason).toBeUndefined();
  expect(read).toMatchObject({
    'train/': ['a.txt', 'b.txt', 'c.txt', 'not-listed.txt'],
    'listed/': ['a.txt', 'b.txt'],
    'listed/deep/b.txt': 'second\n',
    'fast/deep/b.txt': 'second\n',
    '!train/a.txt': 'written',
    'packed/': ['a.gz', 'b.gz'],
  });
  // Where folders can only be mapped, it is a folder like any other.
  expect(['EROFS', 'written']).toContain(read['!fast/a.txt']);
  expect(lines.join('\n')).toContain('Gzip of channel packed concerns Pipe mode alone');
});

it('FastFile shows the objects’ own bytes without a copy, as they were at the start, and nobody can change them', async () => {
  if (!(await mountsAreAllowed())) return;
  await harness.objects.put(bucket, 'fast/sub/a.txt', Buffer.from('before\n'));
  await harness.objects.put(bucket, 'fast/b.txt', Buffer.from('deleted\n'));
  const script = `
import { readFileSync, statSync, writeFileSync, appendFileSync, chmodSync, unlinkSync, existsSync } from 'node:fs';
const at = '/opt/ml/input/data/fast/';
const tried = (what) => { try { what(); return 'done'; } catch (error) { return error.code; } };
console.log('LINKS ' + statSync(at + 'sub/a.txt').nlink);
console.log('TRIED ' + [() => writeFileSync(at + 'sub/a.txt', 'x'), () => appendFileSync(at + 'b.txt', 'x'),
  () => unlinkSync(at + 'b.txt'), () => writeFileSync(at + 'new', 'x'), () => chmodSync(at + 'b.txt', 0o777)].map(tried));
console.log('STARTED');
while (!existsSync('/opt/ml/checkpoints/go')) await new Promise((resolve) => setTimeout(resolve, 20));
console.log('READ ' + JSON.stringify([readFileSync(at + 'sub/a.txt', 'utf8'), readFileSync(at + 'b.txt', 'utf8')]));
`;
  await harness.launch('fast', script, (request) => {
    request.InputDataConfig = [channel('fast', 'fast/', { InputMode: 'FastFile' })];
  });
  await harness.waitForLine('fast', 'STARTED');
  await harness.objects.put(bucket, 'fast/sub/a.txt', Buffer.from('after\n'));
  harness.objects.delete(bucket, 'fast/b.txt');
  const attempt = path.join(harness.dataDir, 'attempts/fast-1');
  await writeFile(path.join(attempt, 'fs/opt/ml/checkpoints/go'), '');
  expect((await harness.waitForEnd('fast')).failureReason).toBeUndefined();
  const lines = harness.lines('fast');
  expect(lines).toContain('TRIED EROFS,EROFS,EROFS,EROFS,EROFS');
  // The object's own name, and the channel's.
  expect(lines).toContain('LINKS 2');
  expect(lines).toContain('READ ["before\\n","deleted\\n"]');
  expect(await harness.text('fast/sub/a.txt')).toBe('after\n');
});

it('streams a channel once an epoch, from its beginning; a reader may leave early', async () => {
  const { job, read } = await run(
    'pipe',
    [
      channel('train', 'in/', pipe),
      channel('listed', 'manifest.json', pipe, { S3DataType: 'ManifestFile' }),
      channel('packed', 'packed/', { ...pipe, CompressionType: 'Gzip' }),
      channel('large', 'large/', pipe),
      channel('unread', 'large/', pipe),
    ],
    [
      ...['train_0', '?train_1', 'train_1', 'train_2', '?train_0', 'listed_0', 'packed_0', 'packed_1'],
      ...['~large_0', 'large_1', '?train'],
    ],
  );
  expect(job.failureReason).toBeUndefined();
  const all = 'first\nthird\nsecond\nnever\n';
  expect(read).toEqual({
    train_0: all,
    '?train_1': true,
    train_1: all,
    train_2: all,
    '?train_0': false,
    listed_0: 'first\nsecond\n',
    packed_0: 'first\nsecond\n',
    packed_1: 'first\nsecond\n',
    '~large_0': 'xxxxx',
    large_1: 3_000_000,
    '?train': false,
  });
});

it('wraps objects in RecordIO, gives an augmented manifest by its attributes, shuffles by a seed', async () => {
  const augmented = { S3DataType: 'AugmentedManifestFile', AttributeNames: ['source-ref', 'label'] };
  const { job, read } = await run(
    'records',
    [
      channel('records', 'in/a', { RecordWrapperType: 'RecordIO' }),
      channel('plain', 'rows.jsonl', {}, augmented),
      channel('shuffled', 'in/', { ShuffleConfig: { Seed: 7 } }),
    ],
    ['records_0', 'plain_0', 'shuffled_0', 'shuffled_1', 'shuffled_2', 'shuffled_3'],
    'Pipe',
  );
  expect(job.failureReason).toBeUndefined();
  // Magic, length, record, and padding to a multiple of four.
  expect(Buffer.from(read.records_0 as string, 'latin1')).toEqual(
    Buffer.from([0x0a, 0x23, 0xd7, 0xce, 6, 0, 0, 0, ...Buffer.from('first\n'), 0, 0]),
  );
  expect(read.plain_0).toBe('first\n3third\n{"kind":"cat"}');
  const epochs = [0, 1, 2, 3].map((epoch) => read[`shuffled_${epoch}`] as string);
  for (const epoch of epochs)
    expect(epoch.split('\n').sort()).toEqual(['', 'first', 'never', 'second', 'third']);
  expect(new Set(epochs).size).toBeGreaterThan(1);
});

it.each([
  [
    'hole',
    channel('x', 'hole.json', {}, { S3DataType: 'ManifestFile' }),
    /no object s3:.*gone\.txt, which channel x/,
  ],
  ['form', channel('x', 'form.json', {}, { S3DataType: 'ManifestFile' }), /manifest .* has another form/],
  ['no-manifest', channel('x', 'none.json', {}, { S3DataType: 'ManifestFile' }), /no object s3:.*none\.json/],
  ['text', channel('x', 'in/a.txt', {}, { S3DataType: 'ManifestFile' }), /is not JSON/],
  ['files', channel('x', 'rows.jsonl', {}, { S3DataType: 'AugmentedManifestFile' }), /Pipe mode alone/],
  ['names', channel('x', 'rows.jsonl', pipe, { S3DataType: 'AugmentedManifestFile' }), /no AttributeNames/],
  ['empty', channel('x', 'nowhere/', pipe), /No S3 objects found/],
])('says what is wrong with a channel (%s)', async (name, wrong, words) => {
  const { job } = await run(`wrong-${name}`, [wrong], []);
  expect(job.failureReason).toMatch(/^ClientError: /);
  expect(job.failureReason).toMatch(words);
});

it('fails a job whose stream broke off, although its program ended well', async () => {
  const { job } = await run('broken', [channel('x', 'in/', { ...pipe, CompressionType: 'Gzip' })], ['x_0']);
  expect(job.failureReason).toMatch(/^ClientError: Channel x broke off: .* is not Gzip/);
});
