import { redirect } from 'next/navigation';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { SpotdeckError } from '../errors/spotdeck-error';
import { runAction } from './run-action';

let logged: unknown[][];
beforeEach(() => {
  logged = [];
  vi.spyOn(console, 'error').mockImplementation((...parts: unknown[]) => void logged.push(parts));
});
afterEach(() => vi.restoreAllMocks());

describe('runAction', () => {
  it('answers the value', async () => {
    expect(await runAction(async () => 7)).toEqual({ ok: true, value: 7 });
  });

  it('answers an error that is in words as it is, with its field', async () => {
    const act = () => Promise.reject(new SpotdeckError('name-taken', 'Choose another name.', 'name'));
    expect(await runAction(act)).toEqual({
      ok: false,
      error: { code: 'name-taken', message: 'Choose another name.', field: 'name' },
    });
    expect(logged).toEqual([]);
  });

  it('hides an unforeseen error behind a reference that the log repeats', async () => {
    const result = await runAction(() => Promise.reject(new Error('password is hunter2')));
    if (result.ok) throw new Error('expected a failure');
    expect(result.error.code).toBe('internal');
    expect(result.error.message).not.toContain('hunter2');
    const reference = /reference (\w+)/.exec(result.error.message)?.[1];
    expect(String(logged[0]?.[0])).toContain(reference);
    expect(String(logged[0]?.[1])).toContain('hunter2');
  });

  it('names the field that a schema refuses', async () => {
    const parse = async () =>
      z.object({ limits: z.object({ seconds: z.number('Seconds, please.') }) }).parse({ limits: {} });
    expect(await runAction(parse)).toEqual({
      ok: false,
      error: { code: 'invalid-input', message: 'Seconds, please.', field: 'limits.seconds' },
    });
  });

  it("lets Next's redirects pass", async () => {
    await expect(runAction(async () => redirect('/local/jobs'))).rejects.toThrow('NEXT_REDIRECT');
  });
});
