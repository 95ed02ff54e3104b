import { redirect } from 'next/navigation';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { SpotdeckError } from '../errors/spotdeck-error';
import { defineUseCase } from '../use-cases/define-use-case';
import { runAction, runActionOn } from './run-action';
import { withFields } from './with-fields';

let logged: unknown[][];
beforeEach(() => {
  logged = [];
  vi.spyOn(console, 'error').mockImplementation((...parts: unknown[]) => void logged.push(parts));
});
afterEach(() => vi.restoreAllMocks());

const looking = <Schema extends z.ZodType, Output>(
  input: Schema,
  run: () => Promise<Output>,
  name = 'look-around',
) => defineUseCase({ name, input, access: 'watch', changes: false, run });
const acting = <Output>(run: () => Promise<Output>) =>
  runAction(looking(z.strictObject({}), run), 'local', {});

describe('runAction', () => {
  it('answers the value', async () => {
    expect(await acting(async () => 7)).toEqual({ ok: true, value: 7 });
  });

  it('answers an error that is in words as it is, with its field', async () => {
    const act = () => Promise.reject(new SpotdeckError('name-taken', 'Choose another name.', 'name'));
    expect(await acting(act)).toEqual({
      ok: false,
      error: { code: 'name-taken', message: 'Choose another name.', field: 'name' },
    });
    expect(logged).toEqual([]);
  });

  it('hides an unforeseen error behind a reference that the log repeats', async () => {
    const result = await acting(() => Promise.reject(new Error('password is hunter2')));
    if (result.ok) throw new Error('expected a failure');
    expect(result.error.code).toBe('internal');
    expect(result.error.message).not.toContain('hunter2');
    const reference = /reference (\w+)/.exec(result.error.message)?.[1];
    expect(String(logged[0]?.[0])).toContain(reference);
    expect(String(logged[0]?.[1])).toContain('hunter2');
  });

  it('names the field that a schema refuses', async () => {
    const schema = z.object({ limits: z.object({ seconds: z.number('Seconds, please.') }) });
    const refused = {
      ok: false,
      error: { code: 'invalid-input', message: 'Seconds, please.', field: 'limits.seconds' },
    };
    expect(
      await runAction(
        looking(schema, async () => 1),
        'local',
        { limits: {} },
      ),
    ).toEqual(refused);
    expect(await acting(async () => schema.parse({ limits: {} }))).toEqual(refused);
    const read = () => Promise.resolve(schema.parse({ limits: {} }));
    expect(
      await runActionOn(
        looking(schema, async () => 1),
        'local',
        read,
      ),
    ).toEqual(refused);
  });

  it("lets Next's redirects pass", async () => {
    await expect(acting(async () => redirect('/local/jobs'))).rejects.toThrow('NEXT_REDIRECT');
  });
});

it('what is added to what was sent replaces it, and what is no object is left to the schema', () => {
  expect(withFields({ name: 'theirs', notice: true }, { name: 'ours' })).toEqual({
    name: 'ours',
    notice: true,
  });
  for (const sent of [undefined, null, 5, 'text', ['a']]) expect(withFields(sent, { name: 'x' })).toBe(sent);
  const hostile = withFields(JSON.parse('{"__proto__":{"polluted":true}}'), {});
  expect(Object.getPrototypeOf(hostile)).toBe(Object.prototype);
});
