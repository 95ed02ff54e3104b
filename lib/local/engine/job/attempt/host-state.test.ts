import { expect, it } from 'vitest';
import { type ProgramEnd } from '../../container/process-runner';
import {
  deathOf,
  type EndOrder,
  goesOn,
  type HostEvent,
  isSavedFor,
  newHost,
  noticeBy,
  reduceHost,
  reportOf,
  stopBy,
} from './host-state';

const after = (...events: HostEvent[]) => events.reduce(reduceHost, newHost);
const exit = (code: number): ProgramEnd => ({ code, signal: null });
const killed: ProgramEnd = { code: null, signal: 'SIGKILL' };
const ended = (end: ProgramEnd): HostEvent => ({ type: 'ended', end });
const kill: HostEvent = { type: 'ordered', order: { kind: 'kill' } };
const stop: HostEvent = { type: 'ordered', order: { kind: 'end', graceMs: 1, saveMs: 2 } };

it('a death by a signal is one that was ordered, or not; an exit is none, whatever was ordered', () => {
  expect(deathOf(after(ended(killed)))).toBe('unexpected');
  expect(deathOf(after(ended(exit(137))))).toBe('unexpected');
  expect(deathOf(after(stop, ended(killed)))).toBe('ordered');
  expect(deathOf(after(kill, ended(exit(143))))).toBe('ordered');
  expect(deathOf(after(stop, ended(exit(0))))).toBeUndefined();
  expect(deathOf(after(ended(exit(128))))).toBeUndefined();
  expect(deathOf(after(kill)), 'before there was an end').toBeUndefined();
});

it('the last order holds, as a kill does that follows a notice', () => {
  expect(after(stop, kill).order).toEqual({ kind: 'kill' });
});

it('what is whole is saved once for each order, the same one carried out twice among them', () => {
  const order: EndOrder = { kind: 'end', graceMs: 1, saveMs: 2 };
  const saved = after({ type: 'ordered', order }, { type: 'saved', before: order });
  expect([isSavedFor(after({ type: 'ordered', order }), order), isSavedFor(saved, order)]).toEqual([
    false,
    true,
  ]);
  expect(reduceHost(saved, { type: 'saved', before: order })).toBe(saved);
  expect(isSavedFor(saved, { ...order }), 'another order, of the same kind').toBe(false);
});

it('a stop has a minute to save before its signal and one after; a notice nine tenths of what there is', () => {
  expect(stopBy(120_000)).toEqual({
    order: { kind: 'end', graceMs: 120_000, saveMs: 60_000 },
    withinMs: 240_000,
  });
  expect(noticeBy(2_000, 120_000)).toEqual({ kind: 'end', graceMs: 2_000, saveMs: 106_200 });
});

it('a script follows its installation only where that succeeded and nobody ordered an end', () => {
  expect(goesOn(after(), exit(0))).toBe(true);
  expect(goesOn(after(), exit(1))).toBe(false);
  expect(goesOn(after(), killed)).toBe(false);
  expect(goesOn(after(stop), exit(0))).toBe(false);
});

it('the toolkit reports an end that the program had by itself', () => {
  expect(reportOf(after(), exit(0))).toBe('success');
  expect(reportOf(after(), exit(3))).toBe('failure');
  expect(reportOf(after(), killed)).toBe('failure');
  expect(reportOf(after(stop), exit(0))).toBeUndefined();
  expect(reportOf(after(), { ...exit(1), error: 'it could not be started' })).toBeUndefined();
});

it('a failure is the installation’s while that runs, and quotes nothing of it afterwards', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  const installing = after(
    { type: 'installing', errorClass: 'InstallRequirementsError' },
    { type: 'complained', lines: lines.slice(0, 15) },
    { type: 'complained', lines: lines.slice(15) },
  );
  expect(installing.errorClass).toBe('InstallRequirementsError');
  expect(installing.stderrTail).toEqual(lines.slice(10));
  expect(reduceHost(installing, { type: 'installed' })).toEqual(newHost);
});
