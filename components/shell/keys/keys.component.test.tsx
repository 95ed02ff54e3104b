import { fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { singleKeysText } from './free-stroke';
import { keyGroups } from './key-registry';
import { useKeyListener, usePageKeys } from './use-page-keys';

const run = vi.fn<(key: string) => boolean | void>();

const Part = () => {
  usePageKeys('Part', [
    { keys: ['j', 'ArrowDown'], label: 'Next', repeats: true, run },
    { keys: ['/', '?'], label: 'Search', run },
  ]);
  return null;
};

const Page = ({ isPartShown = true }) => {
  useKeyListener();
  return (
    <>
      {isPartShown && <Part />}
      <button>Button</button>
      <input aria-label="Text" />
      <input type="search" aria-label="Search" />
      <input type="checkbox" aria-label="Box" />
      <input type="radio" aria-label="Radio" />
      <textarea aria-label="Area" />
      <div role="combobox" aria-controls="x" aria-expanded tabIndex={0} aria-label="Combo" />
      <ul role="menu">
        <li role="menuitem" tabIndex={0} aria-label="Item" />
      </ul>
      <div role="application" tabIndex={0} aria-label="Chart" />
    </>
  );
};

beforeEach(() => {
  run.mockReset();
  localStorage.clear();
});

/** @returns whether the page took it */
const press = (key: string, on: Element = document.body, more: KeyboardEventInit = {}) => {
  run.mockClear();
  const isLeft = fireEvent.keyDown(on, { key, ...more });
  expect(isLeft, 'what is taken does nothing else').toBe(run.mock.calls.length === 0);
  return !isLeft;
};

it('keys are taken while nothing is typed, and only as long as their part is shown', () => {
  const { rerender } = render(<Page />);
  for (const key of ['j', 'ArrowDown', '/']) expect(press(key), key).toBe(true);
  expect(run).toHaveBeenCalledWith('/');
  expect(press('j', screen.getByText('Button'))).toBe(true);
  expect(press('j', screen.getByLabelText('Box'))).toBe(true);
  expect(press('y')).toBe(false);
  expect(keyGroups().map(({ title }) => title)).toEqual(['Part']);
  rerender(<Page isPartShown={false} />);
  expect(press('j')).toBe(false);
  expect(keyGroups()).toEqual([]);
});

it.each(['Text', 'Search', 'Area', 'Combo', 'Item'])('no key is taken from %s', (label) => {
  render(<Page />);
  for (const key of ['j', 'ArrowDown', '/', '?'])
    expect(press(key, screen.getByLabelText(label))).toBe(false);
});

it.each(['Radio', 'Chart'])('%s keeps its arrows, and nothing else', (label) => {
  render(<Page />);
  expect(press('ArrowDown', screen.getByLabelText(label))).toBe(false);
  expect(press('j', screen.getByLabelText(label))).toBe(true);
});

it('a stroke with a modifier, or inside a composition, is not a key; shift is a part of some signs', () => {
  render(<Page />);
  for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }])
    expect(press('j', document.body, more)).toBe(false);
  expect(press('?', document.body, { shiftKey: true })).toBe(true);
  expect(press('/', document.body, { shiftKey: true })).toBe(true);
  expect(press('ArrowDown', document.body, { shiftKey: true })).toBe(false);
});

it('a key that is held down goes on only where that is meant', () => {
  render(<Page />);
  expect(press('j', document.body, { repeat: true })).toBe(true);
  expect(press('/', document.body, { repeat: true })).toBe(false);
});

it('what has nothing to act on leaves the key to others', () => {
  render(<Page />);
  run.mockReturnValue(false);
  expect(fireEvent.keyDown(document.body, { key: 'j' })).toBe(true);
});

it('nothing is taken under a dialog, nor where the reader wants no single keys', () => {
  // jsdom lays nothing out: what is shown is what has a box.
  const box = Object.assign([new DOMRect()], { item: () => null });
  vi.spyOn(Element.prototype, 'getClientRects').mockImplementation(function (this: Element) {
    return this.hasAttribute('hidden') ? Object.assign([], { item: () => null }) : box;
  });
  render(<Page />);
  const dialog = document.body.appendChild(document.createElement('div'));
  dialog.setAttribute('role', 'dialog');
  expect(press('j')).toBe(false);
  dialog.setAttribute('hidden', '');
  expect(press('j')).toBe(true);
  dialog.remove();
  localStorage.setItem(singleKeysText, 'off');
  expect(press('j')).toBe(false);
});
