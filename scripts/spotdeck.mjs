#!/usr/bin/env node
/** The command of the installed package. Each of its commands is a program of its own, as npm's scripts call it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { userDataDir } from './own-settings.mjs';
import { root } from './setup.mjs';

/** @type {Record<string, { program: string, first?: string[], says: string, takes?: string }>} */
const commands = {
  start: { program: './start.mjs', says: 'start the dashboard and the local backend; the default' },
  demo: { program: './demo.mjs', says: 'play the story of a spot job against the Spotdeck that runs' },
  'read-log': {
    program: './read-log.mjs',
    takes: 'FILE [--checkpoints FILE] [--json]',
    says: 'print what is read in a training log',
  },
  backup: {
    program: './back-up.mjs',
    first: ['back-up'],
    takes: 'FOLDER',
    says: 'copy all data into a new folder, while Spotdeck runs, too',
  },
  restore: {
    program: './back-up.mjs',
    first: ['restore'],
    takes: 'FOLDER [--replace]',
    says: 'bring a back-up into an empty data folder',
  },
};

const usage = () => {
  const lines = Object.entries(commands).map(([name, { takes = '', says }]) => [`${name} ${takes}`, says]);
  const width = Math.max(...lines.map(([left]) => left.length));
  return [
    'Usage: spotdeck [COMMAND]',
    '',
    ...lines.map(([left, says]) => `  ${left.padEnd(width)}  ${says}`),
    `  ${'--help'.padEnd(width)}  print this`,
    `  ${'--version'.padEnd(width)}  print the version`,
    '',
    'Settings are environment variables: PORT (3000), HOST (127.0.0.1), SPOTDECK_LOCAL_PORT (9010),',
    `SPOTDECK_DATA_DIR (${userDataDir(process.env, process.platform)}),`,
    'SPOTDECK_REGIONS and SPOTDECK_PROFILES (all), SPOTDECK_LOG_RETENTION_DAYS (for ever),',
    'SPOTDECK_PYTHON (an environment that is built for each framework).',
  ].join('\n');
};

const version = () => JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version;

const [name = 'start', ...rest] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (name === '--help' || name === '-h' || name === 'help') console.log(usage());
else if (name === '--version' || name === '-v') console.log(version());
else if (command === undefined) {
  console.error(`There is no command "${name}".\n\n${usage()}`);
  process.exitCode = 2;
} else if (rest.length > 0 && command.takes === undefined) {
  const isHelp = rest[0] === '--help' || rest[0] === '-h';
  if (isHelp) console.log(usage());
  else {
    console.error(`spotdeck ${name} takes no arguments, such as "${rest[0]}".\n\n${usage()}`);
    process.exitCode = 2;
  }
} else {
  process.argv.splice(2, Infinity, ...(command.first ?? []), ...rest);
  await import(command.program);
}
