/** For tests of AWS's own tools: environments with the SageMaker Python SDK, kept beside those of the frameworks. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { systemClock } from '../../lib/local/core/clock';
import { programEnvironment } from '../../lib/local/core/program-environment';
import { buildEnvironment } from '../../lib/local/engine/stand-in/environment-build';
import { machinePython } from '../../lib/local/engine/stand-in/python-choice';

const folder = path.resolve('.tmp/sdk-environments');

/** @returns the Python that has the SDK. */
export const sdkPython = async (version: string): Promise<string> => {
  const searchPath = process.env.PATH ?? '/usr/bin:/bin';
  const python = await machinePython(searchPath);
  const place = path.join(folder, `sagemaker-${version}-python${python.minor}`);
  if (!existsSync(place)) {
    await mkdir(folder, { recursive: true });
    const plan = {
      key: path.basename(place),
      title: `the SageMaker SDK ${version}`,
      framework: 'xgboost' as const,
      sentence: '',
      requirements: [`sagemaker==${version}`],
      aboutBytes: 0,
    };
    const parts = { clock: systemClock, isolation: 'process-group' as const, searchPath };
    await buildEnvironment(parts, plan, python, place, () => undefined, new AbortController().signal);
  }
  return path.join(place, 'bin/python');
};

/** Runs a script with what a person would set: the backend's URL, a Region and any keys. @returns all it said */
export const runWithSdk = (
  python: string,
  script: string,
  cwd: string,
  url: string,
): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(python, [script], {
      cwd,
      env: programEnvironment({
        PATH: process.env.PATH ?? '',
        HOME: cwd,
        PYTHONUNBUFFERED: '1',
        AWS_ENDPOINT_URL: url,
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_EC2_METADATA_DISABLED: 'true',
        // Nothing is told to AWS by a test.
        SAGEMAKER_USER_CONFIG_OVERRIDE: path.join(cwd, 'config.yaml'),
      }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    child.once('error', reject).once('close', (code) => resolve({ code, output }));
  });
