import { act, renderHook, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { beforeEach, expect, it } from 'vitest';
import { blankDraft, type LaunchDraft } from '@/lib/training/launch-draft';
import { type ChosenFile } from '../launch-form-data';
import { type LaunchForm, useLaunchForm } from '../use-launch-form';
import { dropUnreadableDrafts, keptDrafts, readDrafts } from './draft-store';
import { type Drafts, useDrafts } from './use-drafts';

const start = (name: string): LaunchDraft => blankDraft(name, { bucket: 'b', roleArn: '' });
const scratch = start('mine');
const id = '0f9619ff-8b86-4d01-b42d-00cf4fc964ff';

beforeEach(() => {
  localStorage.clear();
  window.history.replaceState(null, '', '/local/jobs/new');
});

const sit = () => {
  const { result } = renderHook((): { form: LaunchForm; drafts: Drafts } => {
    const [files, setFiles] = useState<ChosenFile[]>([]);
    const form = useLaunchForm({
      initial: scratch,
      region: 'local',
      bucket: 'b',
      hasFiles: true,
      uploadingTo: undefined,
      preflight: () => Promise.resolve({ ok: true, value: { facts: { region: 'local' } } }),
    });
    const drafts = useDrafts({ backend: 'local', form, files, setFiles, origin: 'scratch', launchId: id });
    return { form, drafts };
  });
  const type = (instanceType: string): void => {
    act(() => result.current.form.change({ instanceType }));
  };
  /** Asks for another start. @returns what its arrival does */
  const ask = () => {
    const take = result.current.form.awaitDraft();
    act(() => result.current.drafts.ask());
    return (arrived: LaunchDraft): void => {
      act(() => {
        result.current.drafts.begin('example:x', arrived, 'It begins from x now.');
        take(arrived);
      });
    };
  };
  const leave = (): void => {
    act(() => void window.dispatchEvent(new Event('pagehide')));
  };
  return { result, type, ask, leave };
};

const kept = () => keptDrafts().map(({ from, values }) => [from, values.instanceType]);

it('what is typed while another start is on its way is of that start alone, however long it takes', async () => {
  const { result, type, ask } = sit();
  type('ml.one.large');
  await waitFor(() => expect(kept()).toEqual([['scratch', 'ml.one.large']]));
  const arrive = ask();
  type('ml.two.large');
  // Longer than typing pauses before it is kept.
  await act(() => new Promise((resolve) => setTimeout(resolve, 400)));
  expect(kept()).toEqual([['scratch', 'ml.one.large']]);
  arrive(start('theirs'));
  expect(result.current.form.values).toMatchObject({ name: 'theirs', instanceType: 'ml.two.large' });
  await waitFor(() =>
    expect(kept()).toEqual([
      ['example:x', 'ml.two.large'],
      ['scratch', 'ml.one.large'],
    ]),
  );
  act(() => result.current.drafts.undo());
  expect(result.current.form.values.instanceType).toBe('ml.one.large');
});

it('a form that nothing was typed into before leaves no draft of its own', async () => {
  const { type, ask } = sit();
  const arrive = ask();
  type('ml.two.large');
  arrive(start('theirs'));
  await waitFor(() => expect(kept()).toEqual([['example:x', 'ml.two.large']]));
});

it('a start that does not come leaves what was typed to the form that stands', async () => {
  const { result, type, ask } = sit();
  type('ml.one.large');
  ask();
  type('ml.two.large');
  act(() => result.current.drafts.stay());
  await waitFor(() => expect(kept()).toEqual([['scratch', 'ml.two.large']]));
});

it.each([
  ['of a draft', ['ml.one.large']],
  ['of a form that had none', []],
])('a page that is left before the start has come loses nothing: %s', async (_what, before) => {
  const { type, ask, leave } = sit();
  before.forEach(type);
  const arrive = ask();
  type('ml.two.large');
  leave();
  leave();
  expect(kept()).toEqual([['scratch', 'ml.two.large']]);
  // It was only looked away from.
  arrive(start('theirs'));
  await waitFor(() =>
    expect(kept()).toEqual([['example:x', 'ml.two.large'], ...before.map((type) => ['scratch', type])]),
  );
});

it('a draft that cannot be read is told of and stays, whatever is kept beside it', async () => {
  const foreign = { id: 'x', of: 'a later version' };
  localStorage.setItem('spotdeck-launch-drafts', JSON.stringify([foreign]));
  const { result, type } = sit();
  expect(result.current.drafts.unreadable).toBe(1);
  type('ml.one.large');
  await waitFor(() => expect(kept()).toEqual([['scratch', 'ml.one.large']]));
  expect(readDrafts().unreadable).toEqual([foreign]);
  act(dropUnreadableDrafts);
  await waitFor(() => expect(result.current.drafts.unreadable).toBe(0));
  expect(kept()).toHaveLength(1);
});
