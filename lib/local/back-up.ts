/**
 * Copies a data folder and brings it back, as a program:
 * `node back-up.mjs back-up --data-dir DIR --target DIR` and `node back-up.mjs restore --data-dir DIR --source DIR
 * [--replace]`. A back-up can be made while Spotdeck runs; a restore refuses a folder that is in use.
 */
import { parseArgs } from 'node:util';
import { backUp } from './back-up/back-up-folder';
import { restore } from './back-up/restore-folder';
import { StartError } from './data-folder';
import { codeOf, messageOf } from './core/thrown';

const usage = 'usage: backup TARGET, or restore SOURCE [--replace]';

const main = (): void => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'data-dir': { type: 'string' }, replace: { type: 'boolean', default: false } },
  });
  const [command, folder, ...rest] = positionals;
  const dataDir = values['data-dir'];
  if (folder === undefined || dataDir === undefined || rest.length > 0) throw new StartError(usage);
  if (command === 'back-up') console.log(backUp(dataDir, folder));
  else if (command === 'restore') console.log(restore(dataDir, folder, values.replace));
  else throw new StartError(usage);
};

try {
  process.umask(0o077);
  main();
} catch (error) {
  const said = error instanceof StartError || codeOf(error).startsWith('ERR_PARSE_ARGS');
  console.error(said ? messageOf(error) : error);
  process.exitCode = 1;
}
