import { describe, expect, it } from 'vitest';
import { type ActionError } from '@/lib/errors/action-result';
import { type FormEvent, nextForm, standingRefusal, startForm } from './form-state';
import { inPageOrder, issueProblems, messagesOf } from './problems';

interface Values {
  name: string;
  rows: { key: string }[];
}
const start = startForm<Values>({ name: 'a', rows: [{ key: '1' }, { key: '2' }] });
const after = (...events: FormEvent<Values>[]) => events.reduce(nextForm<Values>, start);
const refused = (field?: string): FormEvent<Values> => {
  const error: ActionError = {
    code: 'invalid-input',
    message: 'Refused.',
    ...(field !== undefined && { field }),
  };
  return { kind: 'refused', error };
};

describe('what the server refused', () => {
  it('stands until its field is another, whatever else is typed', () => {
    expect(standingRefusal(after(refused('name')))?.message).toBe('Refused.');
    expect(standingRefusal(after(refused('name'), { kind: 'changed', values: { rows: [] } }))).toBeDefined();
    expect(
      standingRefusal(after(refused('name'), { kind: 'changed', values: { name: 'b' } })),
    ).toBeUndefined();
  });

  it('belongs to a row of a list, too', () => {
    const change: FormEvent<Values> = { kind: 'changed', values: { rows: [{ key: '3' }] } };
    expect(standingRefusal(after(refused('rows.0.key')))).toBeDefined();
    expect(standingRefusal(after(refused('rows.0.key'), change))).toBeUndefined();
  });

  it('of no field ends with any change, and with the next attempt', () => {
    expect(standingRefusal(after(refused(), { kind: 'changed', values: { name: 'b' } }))).toBeUndefined();
    expect(standingRefusal(after(refused(), { kind: 'attempted' }))).toBeUndefined();
  });
});

it('a row that is removed takes with it that it was touched: the next one has its index', () => {
  const touched = after({ kind: 'touched', path: 'rows.0.key' }, { kind: 'touched', path: 'name' });
  expect([...nextForm(touched, { kind: 'changed', values: { rows: [{ key: '2' }] } }).touched]).toEqual([
    'name',
  ]);
  const typed = [{ key: 'x' }, { key: '2' }];
  expect(nextForm(touched, { kind: 'changed', values: { rows: typed } }).touched).toBe(touched.touched);
});

it('the same field can be looked for twice', () => {
  const once = after({ kind: 'sought', path: 'name' });
  expect(nextForm(once, { kind: 'sought', path: 'name' }).sought).toEqual({ path: 'name', turn: 2 });
});

describe('problems', () => {
  it('come in the order of the page, errors first, rows by number', () => {
    const problems = issueProblems([
      { path: ['rows', 10, 'key'], message: 'j' },
      { path: ['rows', 2, 'key'], message: 'b' },
      { path: ['name'], message: 'n' },
      { path: ['elsewhere'], message: 'e' },
    ]);
    const warning = { field: 'name', severity: 'warning', text: 'w' } as const;
    expect(
      inPageOrder([warning, ...problems], ['name', 'rows'])
        .map(({ text }) => text)
        .join(''),
    ).toBe('nbjew');
  });

  it('of one field are one message: its first error, or all warnings', () => {
    const of = (severity: 'error' | 'warning', text: string) => ({ field: 'name', severity, text });
    expect(messagesOf([of('error', '1'), of('error', '2'), of('warning', '3')]).get('name')?.error).toBe('1');
    expect(messagesOf([of('warning', '1.'), of('warning', '2.')]).get('name')?.warning).toBe('1. 2.');
  });
});
