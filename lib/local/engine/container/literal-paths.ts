import { type ContainerFolder } from './container-folder';
import { FileRefused, readStart } from '../../store/guarded-file';
import { walkFolder } from './guarded-walk';

/**
 * Where paths are mapped, a script that names /opt/ml itself finds nothing there. It is warned of before the start,
 * as far as its code shows it (a default that an argument replaces does no harm), and a failure that names such a
 * path says what to do.
 */
export const literalPathAdvice =
  'This system gives a job no private /opt/ml: the container’s folders are elsewhere. Two ways out: take the paths ' +
  'from the SM_ variables and the arguments (SM_MODEL_DIR, SM_CHANNEL_…, --checkpoint-path), or run Spotdeck where ' +
  'private mounts are allowed (Linux, as root or with user namespaces).';

/** What is read of the code: enough for scripts, and no burden where somebody submits data. */
const maxFiles = 200;
const maxBytes = 256 * 1024;
const maxNamed = 5;
const scripts = /\.(?:py|sh|bash|mjs|cjs|js|ts|r|R|jl|pl|json|ya?ml|toml|cfg|ini)$/;
const literal = /\/opt\/ml(?![\w-])/;

/** Lines of the submitted code that name /opt/ml, as `file:line`; comments are left out. */
export const literalPathsIn = async (folder: ContainerFolder, code: string): Promise<string[]> => {
  const found: string[] = [];
  const { files } = await walkFolder(folder.root, code.slice(folder.root.length + 1));
  for (const { name } of files.filter((file) => scripts.test(file.name)).slice(0, maxFiles)) {
    const text = await readText(folder.root, `${code.slice(folder.root.length + 1)}/${name}`);
    for (const [index, line] of text.split('\n').entries()) {
      if (literal.test(line) && !/^\s*(?:#|\/\/)/.test(line)) found.push(`${name}:${index + 1}`);
      if (found.length === maxNamed) return found;
    }
  }
  return found;
};

const readText = async (root: string, name: string): Promise<string> => {
  try {
    return (await readStart(root, name, maxBytes)).toString('utf8');
  } catch (error) {
    if (error instanceof FileRefused) return '';
    throw error;
  }
};

/** What the system answers for a place that is not there, or may not be written, with the place in the same line. */
const refusal =
  /(?:No such file or directory|Permission denied|Read-only file system|FileNotFoundError|PermissionError|NotADirectoryError|ENOENT|EACCES|EROFS|cannot (?:open|create|access|find|touch|stat)|does not exist|not found)/i;

/** @param output lines that the program wrote, with this machine's own paths in them. */
export const namesLiteralPath = ({ base }: ContainerFolder, output: readonly string[]): boolean => {
  // Where the folders really are, /opt/ml is the end of a path.
  const lines = output.map((line) => line.replaceAll(base, ''));
  return lines.some(
    (line, index) =>
      literal.test(line) && refusal.test(lines.slice(Math.max(0, index - 1), index + 2).join('\n')),
  );
};
