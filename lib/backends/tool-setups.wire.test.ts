/** Runs the lines of the page 'From your own tools' against a real local backend, as they are shown there. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackend, type TestBackend } from '../../testing/local/start-backend';
import { type ToolId, toolSetups } from '../training/tool-setups';

let backend: TestBackend;
let folder: string;
const bucket = 'sagemaker-us-east-1-000000000000';

beforeAll(async () => {
  backend = await startBackend();
  folder = await mkdtemp(path.join(tmpdir(), 'spotdeck-tools-'));
  await symlink(
    fileURLToPath(new URL('../../node_modules', import.meta.url)),
    path.join(folder, 'node_modules'),
  );
  await writeFile(
    path.join(folder, 'train.py'),
    'import os\nopen(os.path.join(os.environ["SM_MODEL_DIR"], "model.txt"), "w").write("trained")\nprint("trained")\n',
  );
});
afterAll(async () => {
  await backend.end();
  await rm(folder, { recursive: true, force: true });
});

const snippetsOf = (id: ToolId): string[] =>
  toolSetups({ region: 'us-east-1', endpointUrl: backend.url, bucket })
    .find((setup) => setup.id === id)!
    .snippets.map(({ text }) => text);

/** The reader's shell, without a setting of AWS but those of the lines. */
const environment = (): NodeJS.ProcessEnv => ({
  ...(Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')),
  ) as NodeJS.ProcessEnv),
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: path.join(folder, 'no-config'),
  AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'no-credentials'),
  RCLONE_CONFIG: path.join(folder, 'rclone.conf'),
  CHECKPOINT_DISABLE: '1',
});
const run = async (program: string, args: readonly string[]): Promise<string> => {
  const { stdout } = await promisify(execFile)(program, args, { cwd: folder, env: environment() });
  return stdout;
};
const shell = (lines: readonly string[]) => run('/bin/sh', ['-ec', lines.join('\n')]);
const has = (program: string, ...args: string[]) =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0;

test.skipIf(!has('aws', '--version'))('AWS CLI (skipped where it is not installed)', async () => {
  const [settings = '', commands = '', older = ''] = snippetsOf('aws-cli');
  expect(await shell([settings, commands])).toContain('TrainingJobSummaries');
  expect(await shell(['export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local', older])).toContain(
    'TrainingJobSummaries',
  );
});

test.skipIf(!has('python3', '-c', 'import boto3'))('boto3 (skipped where it is not installed)', async () => {
  const [code = ''] = snippetsOf('boto3');
  expect(await run('python3', ['-c', code])).toContain(`['${bucket}']`);
});

test('AWS SDK for JavaScript', async () => {
  const [code = ''] = snippetsOf('javascript');
  const file = path.join(folder, 'local.mjs');
  await writeFile(file, code);
  expect(await run(process.execPath, [file])).toContain(`[ '${bucket}' ]`);
});

test.skipIf(!has('rclone', 'version'))('rclone (skipped where it is not installed)', async () => {
  expect(await shell(snippetsOf('rclone'))).toContain(bucket);
});

test.skipIf(!has('s3cmd', '--version'))('s3cmd (skipped where it is not installed)', async () => {
  await shell(snippetsOf('s3cmd'));
});

// The provider is fetched from Terraform's registry: of its lines the form alone is checked.
test.skipIf(!has('terraform', 'version'))('Terraform (skipped where it is not installed)', async () => {
  const [state = '', provider = ''] = snippetsOf('terraform');
  const own = path.join(folder, 'terraform');
  await mkdir(own);
  await writeFile(path.join(own, 'provider.tf'), `${provider}\n`);
  await writeFile(path.join(own, 'backend.tf'), `${state}\n`);
  await shell(['terraform -chdir=terraform fmt -check -diff']);
  await rm(path.join(own, 'provider.tf'));
  const kept = 'resource "terraform_data" "kept" {\n  input = "in the state"\n}\n';
  await writeFile(
    path.join(own, 'kept.tf'),
    `${kept}output "kept" {\n  value = terraform_data.kept.output\n}\n`,
  );
  expect(
    await shell([
      'terraform -chdir=terraform init -input=false',
      'terraform -chdir=terraform apply -auto-approve -input=false',
      'rm -r terraform/.terraform',
      'terraform -chdir=terraform init -input=false',
      'terraform -chdir=terraform output -raw kept',
    ]),
  ).toMatch(/in the state$/);
});

const hasSageMaker = (version: number) =>
  has(
    'python3',
    '-c',
    `from importlib.metadata import version as v; assert v("sagemaker").startswith("${version}.")`,
  );

test.skipIf(!hasSageMaker(2))(
  'SageMaker Python SDK 2 trains (skipped where it is not installed)',
  async () => {
    const [code = ''] = snippetsOf('sagemaker-v2');
    expect(await run('python3', ['-c', code])).toContain('/output/model.tar.gz');
  },
);

test.skipIf(!hasSageMaker(3))(
  'SageMaker Python SDK 3 trains (skipped where it is not installed)',
  async () => {
    const [code = ''] = snippetsOf('sagemaker-v3');
    expect(await run('python3', ['-c', code])).toContain('Completed');
  },
);
