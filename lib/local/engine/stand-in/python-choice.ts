import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { programEnvironment } from '../../core/program-environment';
import { ClientError } from '../../core/job-failure';
import { type Framework } from '../container/framework-image';
import { type PythonVersion } from './stand-in-plan';

/** One's own Pythons, by framework or for all: a program, a name on the PATH, or an environment's folder. */
export type OwnPythons = Partial<Record<Framework | 'all', string>>;

export interface Python extends PythonVersion {
  /** Absolute path of the interpreter. */
  program: string;
}

const question =
  'import json,platform,sys;print(json.dumps({"program":sys.executable,' +
  '"minor":"%d.%d"%sys.version_info[:2],"platform":sys.platform,"machine":platform.machine()}))';

const answerSchema: z.ZodType<Python> = z.object({
  program: z.string(),
  minor: z.string(),
  platform: z.string(),
  machine: z.string(),
});

const variableOf = (name: Framework | 'all'): string =>
  name === 'all' ? 'SPOTDECK_PYTHON' : `SPOTDECK_PYTHON_${name.toUpperCase().replaceAll('-', '_')}`;

const ask = async (program: string, searchPath: string): Promise<Python> => {
  const { stdout } = await promisify(execFile)(program, ['-c', question], {
    // A launcher such as pyenv's looks into the user's home.
    env: programEnvironment({ PATH: searchPath, HOME: homedir() }),
    timeout: 60_000,
  });
  return answerSchema.parse(JSON.parse(stdout));
};

/** The machine's own Python. @throws ClientError if there is none that works */
export const machinePython = async (searchPath: string): Promise<Python> => {
  try {
    return await ask('python3', searchPath);
  } catch (error) {
    throw new ClientError(
      'The job needs Python, and no working python3 was found on the PATH. Install Python 3.9 or later, or set ' +
        'SPOTDECK_PYTHON to one.',
      { cause: error },
    );
  }
};

const programIn = (given: string): string => {
  if (!existsSync(given) || !statSync(given).isDirectory()) return given;
  return path.join(given, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
};

/**
 * The Python that a setting names for a framework.
 * @returns undefined where none is set. @throws ClientError that names the setting, for one that does not run
 */
export const ownPython = async (
  own: OwnPythons,
  framework: Framework | undefined,
  searchPath: string,
): Promise<(Python & { variable: string }) | undefined> => {
  const name = framework !== undefined && own[framework] !== undefined ? framework : 'all';
  const given = own[name];
  if (given === undefined) return undefined;
  const variable = variableOf(name);
  try {
    return { ...(await ask(programIn(given), searchPath)), variable };
  } catch (error) {
    throw new ClientError(`${variable} names no Python that runs. Correct it, and start Spotdeck again.`, {
      cause: error,
    });
  }
};
