import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { askPip, chooseTorchBuild, type PipAnswers, type TorchBuild, torchBuildSchema } from './torch-build';
import { type Python } from './python-choice';

/**
 * Remembers which build of PyTorch stands in for which release: what was installed goes on being used without the
 * network, and pip is asked once.
 */
export interface TorchChoices {
  /** @param isInstalled whether the environment with a build is there. */
  choose(
    python: Python,
    wanted: string,
    isInstalled: (build: TorchBuild) => Promise<boolean>,
  ): Promise<TorchBuild | undefined>;
}

const choicesSchema = z.record(z.string(), torchBuildSchema);

/** @param file where choices are kept, absolute. */
export const createTorchChoices = (
  file: string,
  searchPath: string,
  ask: (python: Python, searchPath: string) => PipAnswers = askPip,
): TorchChoices => {
  const asked = new Map<string, Promise<TorchBuild | undefined>>();

  const readKept = async (): Promise<Record<string, TorchBuild>> => {
    try {
      return choicesSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    } catch {
      // None yet, or damaged: pip is asked again.
      return {};
    }
  };

  const askFor = async (name: string, python: Python, wanted: string): Promise<TorchBuild | undefined> => {
    const pip = ask(python, searchPath);
    const versions = await pip.versions();
    const chosen = await chooseTorchBuild(python, wanted, { ...pip, versions: async () => versions });
    // Without an answer it is a guess, and the next who asks may learn more.
    if (versions === undefined) asked.delete(name);
    else if (chosen) {
      const kept = { ...(await readKept()), [name]: chosen };
      // Nothing is lost but the time to ask again.
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
        .then(() => writeFile(file, JSON.stringify(kept, null, 2)))
        .catch(() => undefined);
    }
    return chosen;
  };

  return {
    async choose(python, wanted, isInstalled) {
      const name = `${python.minor} ${python.platform} ${python.machine} ${wanted}`;
      const kept = (await readKept())[name];
      if (kept && (await isInstalled(kept))) return kept;
      const answer = asked.get(name) ?? askFor(name, python, wanted);
      asked.set(name, answer);
      return answer;
    },
  };
};
