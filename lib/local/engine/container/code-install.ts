import path from 'node:path';
import { hasFile } from '../../store/guarded-file';
import { type ContainerFolder } from './container-folder';
import { type Command, type TrainingProgram } from './training-program';

/**
 * What the training toolkit installs before a Python program starts (sagemaker_training/entry_point.py, modules.py):
 * a folder with setup.py, or pyproject.toml, as a package together with its requirements; else the requirements alone.
 */
export interface CodeInstall {
  command: Command;
  errorClass: 'InstallModuleError' | 'InstallRequirementsError';
}

/**
 * @param code the submitted folder, of this machine.
 * @returns undefined where there is nothing to install.
 * @throws FileRefused for what has the name of such a file and is none
 */
export const codeInstall = (
  program: TrainingProgram,
  code: string,
  folder: ContainerFolder,
  python: string,
): CodeInstall | undefined => {
  if (program.kind !== 'script' || !program.script.endsWith('.py')) return undefined;
  const has = (name: string) =>
    hasFile(folder.root, path.posix.join(code.slice(folder.root.length + 1), name));
  const isPackage = has('setup.py') || has('pyproject.toml');
  const hasRequirements = has('requirements.txt');
  if (!isPackage && !hasRequirements) return undefined;
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check'];
  const what = [...(isPackage ? ['.'] : []), ...(hasRequirements ? ['-r', 'requirements.txt'] : [])];
  return {
    command: {
      program: python,
      shown: 'python3',
      args: [...pip, '--target', folder.see(folder.packages), ...what],
      cwd: folder.see(code),
    },
    errorClass: isPackage ? 'InstallModuleError' : 'InstallRequirementsError',
  };
};
