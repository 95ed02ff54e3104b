import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openS3Room, type S3Room } from '../../../../testing/local/s3-room';

const works = (command: string, ...args: string[]): boolean => {
  try {
    execFileSync(command, args, { stdio: 'ignore', timeout: 30_000 });
    return true;
  } catch {
    // Not installed.
    return false;
  }
};

let room: S3Room;
let folder: string;

beforeAll(async () => {
  room = await openS3Room();
  folder = await mkdtemp(path.join(tmpdir(), 'spotdeck-python-'));
});

afterAll(async () => {
  await room.end();
  await rm(folder, { recursive: true, force: true });
});

const run = async (command: string, args: readonly string[]): Promise<string> => {
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: room.backend.url,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
  return (await promisify(execFile)(command, [...args], { env, cwd: folder })).stdout;
};

const boto = (code: string): Promise<string> =>
  run('python3', ['-c', `import boto3, json\ns3 = boto3.client('s3')\n${code}`]);

describe.skipIf(!works('python3', '-c', 'import boto3'))('boto3', () => {
  it('puts, lists, reads and deletes keys with spaces, plus signs and other scripts', async () => {
    const output = await boto(`
keys = ['boto/a b+c', 'boto/é😀', 'boto/&<>', 'boto/%2F']
for key in keys: s3.put_object(Bucket='a-bucket', Key=key, Body=key.encode(), Metadata={'a': 'b'})
listed = [o['Key'] for o in s3.list_objects_v2(Bucket='a-bucket', Prefix='boto/')['Contents']]
bodies = [s3.get_object(Bucket='a-bucket', Key=key)['Body'].read().decode() for key in keys]
deleted = s3.delete_objects(Bucket='a-bucket', Delete={'Objects': [{'Key': key} for key in keys]})
left = s3.list_objects_v2(Bucket='a-bucket', Prefix='boto/')['KeyCount']
print(json.dumps([sorted(listed) == sorted(keys), bodies == keys, len(deleted['Deleted']), left]))`);
    expect(JSON.parse(output)).toEqual([true, true, 4, 0]);
  });

  it('uploads in parts and downloads in ranges', async () => {
    const bytes = Buffer.alloc(20 * 1024 * 1024, 'spotdeck');
    await writeFile(path.join(folder, 'large'), bytes);
    await boto(
      `s3.upload_file('large', 'a-bucket', 'large')\ns3.download_file('a-bucket', 'large', 'large.back')`,
    );
    expect((await readFile(path.join(folder, 'large.back'))).equals(bytes)).toBe(true);
  });

  it('names errors as AWS does', async () => {
    const output = await boto(`
from botocore.exceptions import ClientError
codes = []
for call in [lambda: s3.get_object(Bucket='a-bucket', Key='none'), lambda: s3.head_object(Bucket='a-bucket', Key='none'), lambda: s3.list_objects_v2(Bucket='no-bucket')]:
  try: call()
  except ClientError as error: codes.append(error.response['Error']['Code'])
print(json.dumps(codes))`);
    expect(JSON.parse(output)).toEqual(['NoSuchKey', '404', 'NoSuchBucket']);
  });

  it('presigns URLs that work, with either signature version', async () => {
    const output = await boto(`
from botocore.config import Config
clients = [s3, boto3.client('s3', config=Config(signature_version='s3v4'))]
print(json.dumps([c.generate_presigned_url(m, Params={'Bucket': 'a-bucket', 'Key': 'by url'}, ExpiresIn=60) for c in clients for m in ('put_object', 'get_object')]))`);
    const urls = JSON.parse(output) as string[];
    expect(urls).toHaveLength(4);
    for (let pair = 0; pair < urls.length; pair += 2) {
      const body = `round ${pair}`;
      expect((await fetch(urls[pair] ?? '', { method: 'PUT', body })).status).toBe(200);
      expect(await (await fetch(urls[pair + 1] ?? '')).text()).toBe(body);
    }
  });

  it('learns whose credentials it holds', async () => {
    const output = await boto(`print(boto3.client('sts').get_caller_identity()['Account'])`);
    expect(output.trim()).toBe('000000000000');
  });
});

describe.skipIf(!works('aws', '--version'))('the AWS CLI', () => {
  it('makes a bucket, syncs a folder there and back, and removes it', async () => {
    await run('aws', ['s3', 'mb', 's3://by-cli']);
    await writeFile(path.join(folder, 'a file+.txt'), 'from the CLI');
    await run('aws', ['s3', 'sync', '.', 's3://by-cli/sub/', '--exclude', '*', '--include', '*.txt']);
    expect(await run('aws', ['s3', 'ls', 's3://by-cli/', '--recursive'])).toContain('sub/a file+.txt');
    await run('aws', ['s3', 'mv', 's3://by-cli/sub/a file+.txt', 's3://by-cli/moved.txt']);
    expect(await run('aws', ['s3', 'cp', 's3://by-cli/moved.txt', '-'])).toBe('from the CLI');
    await run('aws', ['s3', 'rb', 's3://by-cli', '--force']);
    expect(await run('aws', ['s3', 'ls'])).not.toContain('by-cli');
  });

  it('lists metrics and training jobs of the same URL', async () => {
    const metrics = await run('aws', ['cloudwatch', 'list-metrics', '--output', 'json']);
    expect(JSON.parse(metrics)).toEqual({ Metrics: [] });
    const jobs = await run('aws', ['sagemaker', 'list-training-jobs', '--output', 'json']);
    expect(JSON.parse(jobs)).toEqual({ TrainingJobSummaries: [] });
  });
});
