import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answerOf, createTextLines } from './corpus';
import { stripPrefix } from './prefix';
import { readTrainingLog } from './reader';

describe('what loggers and launchers put before a line', () => {
  it.each([
    'INFO:__main__:',
    '2026-01-01 10:00:00 INFO train.py:120 ',
    '2026-01-01T10:00:00.123Z | INFO | __main__:train:45 - ',
    'I0101 10:00:00.123456 140000 train.py:33] ',
    '[INFO] ',
    '[2026-01-01 10:00:00,123][__main__][INFO] - ',
    '01/01/2026 10:00:00 - INFO - __main__ -   ',
    '[02/03/2026 08:10:01 INFO 140012345678912] ',
    '[1,mpirank:0,algo-1]<stdout>:2026-01-01 10:00:00,123 - INFO - ',
    '[11/01 11:23:38 d2.utils.events]:  ',
    '05/07 13:14:22 - mmengine - INFO - ',
    '[rank0]: ',
    '[default0]:',
    '(RayTrainWorker pid=4242, ip=10.0.0.1) ',
    '2026-01-05 22:40:01 | INFO | fairseq.trainer | ',
    '[node1] 2026-01-01 10:00:00,123 (trainer:720) INFO: ',
    '[2026/01/01 10:00:00] ppcls INFO: ',
    '2026-01-01T10:00:00.123456789Z stdout F ',
    '10:00:00 ',
    'INFO:tensorflow:',
    'algo-1-x7a2b | ',
    'Jan 02 10:00:00 ip-10-0-1-2 python[123]: ',
    '10.0.0.4: [2026-01-01 10:00:00,123] [INFO] [logging.py:96:log_dist] [Rank 0] ',
    'WARNING:root:',
    '[2026-05-06 19:37:08] [INFO] gluonts.trainer ',
    '1767261600.123 INFO ',
    '[   12.345] ',
    'algo-1 |                  ',
    'INFO:trainer:12:',
  ])('%s is taken off', (prefix) => {
    expect(stripPrefix(`${prefix}Epoch 3/10 - loss: 0.5`).rest).toBe('Epoch 3/10 - loss: 0.5');
  });

  it.each([
    '[0]\ttrain-rmse:8.1',
    '[2,  4000] loss: 1.8',
    '[Epoch 3/10] loss: 1',
    '[3/10] loss: 1',
    '- loss: 0.5',
    '[train] loss: 1',
    '3: learn: 0.5',
  ])('is not what a script itself begins its line with: %s', (line) => {
    expect(stripPrefix(line).rest).toBe(line);
  });

  it('takes a round for no line of a program', () => {
    expect(stripPrefix('INFO:trainer:3:\tlearn: 0.5').rest).toBe('3:\tlearn: 0.5');
    expect(stripPrefix('INFO:trainer:120: Epoch 3/10').rest).toBe('Epoch 3/10');
  });
});

const word = fc.constantFrom(
  'trainer',
  'main',
  'mmdet',
  'my_app',
  'pkg.train',
  'pkg.module.run',
  '__main__',
  'root',
);
const level = fc.constantFrom('INFO', 'DEBUG', 'WARNING');
const two = fc.integer({ min: 10, max: 23 }).map(String);
const clock = fc.tuple(two, two, two).map((parts) => parts.join(':'));
const day = fc.constantFrom('2026-01-02', '2026/01/02', '01/02/2026', '02-01-2026');
const millis = fc.constantFrom('', ',123', '.123', '.123456');
const time = fc
  .tuple(day, fc.constantFrom(' ', 'T'), clock, millis)
  .map(([date, between, hours, rest]) => `${date}${date.startsWith('2026') ? between : ' '}${hours}${rest}`);
const place = fc
  .tuple(fc.constantFrom('train.py', 'run/main.py', 'a.py'), fc.integer({ min: 1, max: 999 }))
  .map(([file, line]) => `${file}:${line}`);
const layer = fc.oneof(
  time.map((text) => `${text} `),
  time.map((text) => `[${text}] `),
  fc.tuple(time, level).map(([text, name]) => `${text} ${name} `),
  fc.tuple(time, word, level).map(([text, name, severity]) => `${text} - ${name} - ${severity} - `),
  fc.tuple(time, level, word).map(([text, severity, name]) => `${text} | ${severity} | ${name} | `),
  fc.tuple(time, level, place).map(([text, severity, name]) => `${text} ${severity} ${name} `),
  fc.tuple(level, word).map(([severity, name]) => `${severity}:${name}:`),
  level.map((name) => `[${name}] `),
  fc.tuple(time, word, level).map(([text, name, severity]) => `[${text}][${name}][${severity}] - `),
  fc.tuple(clock, place).map(([hours, name]) => `I0102 ${hours}.123456 140012 ${name}] `),
  fc.constantFrom(
    '[1,0]<stdout>:',
    '[1,mpirank:0,algo-1]<stderr>:',
    '[rank0]: ',
    '[default0]:',
    '(RayTrainWorker pid=77, ip=10.0.0.1) ',
    'algo-1 | ',
  ),
);
const prefix = fc.array(layer, { minLength: 1, maxLength: 3 }).map((layers) => layers.join(''));

const folder = new URL('../../testing/training-log/samples/', import.meta.url);
const samples = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({
    name,
    lines: readFileSync(new URL(`${name}/log.txt`, folder), 'utf8')
      .trimEnd()
      .split('\n'),
  }));

const answer = (lines: readonly string[]) => {
  const lineOf = createTextLines();
  return answerOf(readTrainingLog(lines.map((line) => lineOf(line))));
};

describe('a log with any prefix before its lines', () => {
  it('reads the same as without', () => {
    fc.assert(
      fc.property(fc.constantFrom(...samples), prefix, ({ lines }, before) => {
        const prefixed = lines.map((line) =>
          line === '' || line.startsWith('=== attempt') ? line : before + line,
        );
        expect(answer(prefixed)).toEqual(answer(lines));
      }),
      { numRuns: 300 },
    );
  }, 120_000);
});
