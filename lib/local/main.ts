/**
 * The local backend as a program:
 * `node main.mjs --port N --data-dir D --node-modules DIR [--exit-with-stdin] [--no-sample-data]
 * [--log-retention-days N] [--trusted-origin http://HOST:PORT]… [--no-namespaces] [--no-private-mounts]`.
 * Prints how a job sees /opt/ml, and `listening <url>` once requests are answered; SIGINT and SIGTERM end it.
 */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createLocalBackend } from './backend';
import { StartError } from './data-folder';
import { isOutOfSpace } from './store/disk-space';
import { messageOf } from './core/thrown';

const argumentsInput = z.object({
  port: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.number().max(65535)),
  'data-dir': z.string().min(1),
  'node-modules': z.string().min(1),
  'exit-with-stdin': z.boolean().default(false),
  'no-sample-data': z.boolean().default(false),
  'log-retention-days': z
    .string()
    .regex(/^[1-9]\d{0,4}$/)
    .transform(Number)
    .optional(),
  python: z.array(z.string().regex(/^[a-z-]+=./)).default([]),
  'no-namespaces': z.boolean().default(false),
  'no-private-mounts': z.boolean().default(false),
  'trusted-origin': z.array(z.string().regex(/^https?:\/\/[^/]+$/)).default([]),
});

const usage =
  'usage: main.mjs --port N --data-dir DIR --node-modules DIR [--exit-with-stdin] [--no-sample-data] ' +
  '[--log-retention-days N] [--trusted-origin http://HOST:PORT]… [--python FRAMEWORK=PYTHON]… ' +
  '[--no-namespaces] [--no-private-mounts]';

const readArguments = () => {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string' },
        'data-dir': { type: 'string' },
        'node-modules': { type: 'string' },
        'exit-with-stdin': { type: 'boolean' },
        'no-sample-data': { type: 'boolean' },
        'log-retention-days': { type: 'string' },
        python: { type: 'string', multiple: true },
        'no-namespaces': { type: 'boolean' },
        'no-private-mounts': { type: 'boolean' },
        'trusted-origin': { type: 'string', multiple: true },
      },
    });
    return argumentsInput.parse(values);
  } catch (error) {
    if (error instanceof z.ZodError) {
      const wrong = error.issues.map((issue) => `--${String(issue.path[0])}`).join(', ');
      throw new StartError(`${wrong}: missing or not valid. ${usage}`);
    }
    throw new StartError(`${messageOf(error)} ${usage}`);
  }
};

const main = async (): Promise<void> => {
  // What is kept is its owner's alone; a container’s program gets the usual mask.
  process.umask(0o077);
  // A terminal that was closed takes no more lines, which is no reason to end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const given = readArguments();
  const starting = createLocalBackend({
    port: given.port,
    dataDir: given['data-dir'],
    nodeModulesDir: given['node-modules'],
    seedSampleData: !given['no-sample-data'],
    isolation: given['no-namespaces'] ? 'process-group' : given['no-private-mounts'] ? 'no-mounts' : 'auto',
    pythons: Object.fromEntries(
      given.python.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]),
    ),
    trustedOrigins: given['trusted-origin'].map((origin) => origin.toLowerCase()),
    ...(given['log-retention-days'] !== undefined && { logRetentionDays: given['log-retention-days'] }),
  });

  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    try {
      await (await starting).close();
      process.exit(0);
    } catch (error) {
      console.error(error);
      process.exit(1);
    }
  };
  process.on('SIGINT', () => void end());
  process.on('SIGTERM', () => void end());
  if (given['exit-with-stdin']) process.stdin.on('close', () => void end()).resume();

  const backend = await starting;
  console.log(
    backend.containerPaths === 'mounted'
      ? 'container paths: each job sees its own /opt/ml (private mounts)'
      : 'container paths: /opt/ml is mapped, since there are no private mounts; scripts must use the SM_ variables, and a job has one host',
  );
  console.log(`listening ${backend.url}`);
};

main().catch((error: unknown) => {
  const full = 'The disk that holds the data folder is full. Free some space, and start again.';
  console.error(error instanceof StartError ? error.message : isOutOfSpace(error) ? full : error);
  process.exit(1);
});
