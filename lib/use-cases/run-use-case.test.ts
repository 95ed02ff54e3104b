import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { SpotdeckError } from '../errors/spotdeck-error';
import { type AuditEntry, writeAudit } from './audit-log';
import { defineUseCase } from './define-use-case';
import { runRequested, useCaseCounts } from './run-use-case';

const entry = (changes: Partial<AuditEntry> = {}): AuditEntry => ({
  at: '2026-11-26T12:00:00.000Z',
  who: 'local operator',
  role: 'operate',
  useCase: 'rename-thing',
  backend: 'local',
  outcome: 'done',
  ...changes,
});

const renaming = (run: (name: string) => string | Promise<string>, name = 'rename-thing') =>
  defineUseCase({
    name,
    input: z.strictObject({ name: z.string().max(10), secret: z.string().optional() }),
    access: 'operate',
    changes: true,
    subject: (input) => ({ thing: input.name }),
    run: (_, input) => run(input.name),
  });

const audited = () => {
  const entries: AuditEntry[] = [];
  const clock = { now: () => Date.UTC(2026, 10, 26, 12), after: () => () => {} };
  return { entries, options: { clock, audit: (line: AuditEntry) => void entries.push(line) } };
};

describe('the one way in', () => {
  it('audits a change with what it was about, and nothing else of its input', async () => {
    const { entries, options } = audited();
    const input = { name: 'lamp', secret: 'hunter2' };
    expect(
      await runRequested(
        renaming((name) => `new ${name}`),
        'local',
        input,
        options,
      ),
    ).toBe('new lamp');
    expect(entries).toEqual([entry({ subject: { thing: 'lamp' } })]);
  });

  it('audits of pieces of a change those that failed', async () => {
    const { entries, options } = audited();
    const piece = (run: () => Promise<string>) => ({ ...renaming(run), isPiece: true as const });
    await runRequested(
      piece(() => Promise.resolve('done')),
      'local',
      { name: 'a' },
      options,
    );
    const full = piece(() => Promise.reject(new SpotdeckError('service-fault', 'The disk is full.')));
    await expect(runRequested(full, 'local', { name: 'b' }, options)).rejects.toThrow('full');
    expect(entries).toEqual([entry({ subject: { thing: 'b' }, outcome: 'service-fault' })]);
  });

  it('audits what failed by its code, whether it is in words or not', async () => {
    const { entries, options } = audited();
    const conflict = renaming(() => Promise.reject(new SpotdeckError('conflict', 'No.')));
    await expect(runRequested(conflict, 'local', { name: 'a' }, options)).rejects.toThrow('No.');
    const broken = renaming(() => Promise.reject(new TypeError('x is undefined')));
    await expect(runRequested(broken, 'local', { name: 'a' }, options)).rejects.toThrow(TypeError);
    expect(entries.map(({ outcome }) => outcome)).toEqual(['conflict', 'internal']);
  });

  it('refuses before it parses, and parses before it acts', async () => {
    const { entries, options } = audited();
    const ran: string[] = [];
    const useCase = renaming((name) => (ran.push(name), name));
    const guest = { ...options, viewer: { who: 'guest', role: 'watch' } as const };
    await expect(runRequested(useCase, 'local', 5, guest)).rejects.toMatchObject({ code: 'access-denied' });
    await expect(runRequested(useCase, 'local', 5, options)).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(runRequested(useCase, 'mars', { name: 'a' }, options)).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(ran).toEqual([]);
    expect(entries.map(({ who, outcome }) => [who, outcome])).toEqual([
      ['guest', 'access-denied'],
      ['local operator', 'invalid-input'],
      ['local operator', 'not-found'],
    ]);
  });

  it('does what was asked even where the audit log cannot be written, and says so in its log', async () => {
    const said: string[] = [];
    const log = { warn: () => {}, error: (message: string) => void said.push(message) };
    const audit = () => {
      throw new Error('ENOSPC');
    };
    expect(
      await runRequested(
        renaming((name) => name),
        'local',
        { name: 'a' },
        { log, audit },
      ),
    ).toBe('a');
    expect(said).toEqual(['The audit log could not be written:']);
  });

  it('counts every run by how it ended', async () => {
    const { options } = audited();
    const useCase = renaming((name) => name, 'count-thing');
    await runRequested(useCase, 'local', { name: 'a' }, options);
    await runRequested(useCase, 'local', { name: 'b' }, options);
    // Refused: it is counted all the same.
    await runRequested(useCase, 'local', {}, options).catch(() => undefined);
    expect([...(useCaseCounts().get('count-thing') ?? [])]).toEqual([
      ['done', 2],
      ['invalid-input', 1],
    ]);
  });

  it('what only looks leaves no line', async () => {
    const { entries, options } = audited();
    const look = defineUseCase({
      name: 'look',
      input: z.strictObject({}),
      access: 'watch',
      changes: false,
      run: () => 1,
    });
    await runRequested(look, 'local', {}, options);
    expect(entries).toEqual([]);
  });
});

it('the audit log is its owner’s alone, a line an entry, and never more than two files of its size', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'spotdeck-audit-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const own = path.join(folder, 'data');
  const maxBytes = 2_000;
  for (let line = 0; line < 100; line++) {
    writeAudit(entry({ subject: { thing: `${line}\n${'x'.repeat(1000)}` } }), own, maxBytes);
  }
  const files = ['audit.jsonl', 'audit.1.jsonl'].map((name) => path.join(own, name));
  expect(statSync(own).mode & 0o777).toBe(0o700);
  const kept = files.flatMap((file) => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(file).size).toBeLessThanOrEqual(maxBytes);
    return readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as AuditEntry);
  });
  expect(kept.map(({ subject }) => String(subject?.thing).split('\n')[0])).toContain('99');
  expect(String(kept[0]?.subject?.thing).length).toBeLessThanOrEqual(200);
});
