/** The settings that a command runs with, and where an installed Spotdeck keeps its data. */
import { homedir } from 'node:os';
import path from 'node:path';
import { readSettings } from '../lib/settings.mjs';
import { hasSources, root } from './setup.mjs';

/**
 * In the sources paths start from the project's folder. An installed package is replaced by the next version, so its data
 * lie in the user's own folder for such, and a relative path starts where the command is called.
 * @throws {import('../lib/settings.mjs').SettingsError}
 */
export const readOwnSettings = () =>
  hasSources
    ? readSettings(process.env, root)
    : readSettings(process.env, process.cwd(), userDataDir(process.env, process.platform));

/**
 * XDG Base Directory Specification 0.8; on Windows the folder for what stays on the machine.
 * @param {Record<string, string | undefined>} environment
 * @param {NodeJS.Platform} platform
 */
export const userDataDir = (environment, platform) => {
  if (platform === 'win32') {
    return path.win32.join(
      environment.LOCALAPPDATA || path.win32.join(homedir(), 'AppData', 'Local'),
      'spotdeck',
    );
  }
  const { XDG_DATA_HOME: given = '' } = environment;
  // "All paths must be absolute. If not, consider the path invalid and ignore it."
  const base = path.posix.isAbsolute(given) ? given : path.posix.join(homedir(), '.local/share');
  return path.posix.join(base, 'spotdeck');
};
