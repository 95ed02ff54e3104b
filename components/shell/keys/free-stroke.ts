/** Whether a key stroke is the page's to take, or belongs to a field, a widget, a modal or the browser. */

/** Kept by the browser as `off` where the reader, who may dictate or hit keys by accident, wants none of a single key. */
export const singleKeysText = 'spotdeck-single-keys';

/** What a stroke tells, beside its target. */
export interface Stroke {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  isComposing: boolean;
  defaultPrevented: boolean;
}

const arrows = /^Arrow/;

/** Shift is a part of some signs on some keyboards, as of `?`; with a letter or an arrow it is a modifier. */
export const isPlainStroke = (stroke: Stroke): boolean =>
  !stroke.defaultPrevented &&
  !stroke.isComposing &&
  !stroke.ctrlKey &&
  !stroke.metaKey &&
  !stroke.altKey &&
  (!stroke.shiftKey || (stroke.key.length === 1 && stroke.key.toLowerCase() === stroke.key.toUpperCase()));

const writing = [
  'input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=reset], [type=range], [type=file])',
  'textarea, select, [contenteditable]:not([contenteditable=false])',
  ...['textbox', 'searchbox', 'combobox', 'spinbutton'].map((role) => `[role=${role}]`),
  // What has the focus while a menu or a list of choices is open looks for what is typed.
  ...['menu', 'menubar', 'listbox', 'tree'].map((role) => `[role=${role}] *, [role=${role}]`),
].join();

/** Elements whose arrows move or change something of their own. */
const moving = [
  'input[type=radio], input[type=range], input[type=number]',
  ...['slider', 'radio', 'tab', 'application', 'log', 'separator', 'grid', 'toolbar'].map(
    (role) => `[role=${role}]`,
  ),
].join();

export const isFreeAt = (target: Element | null, key: string): boolean =>
  target === null || (target.closest(writing) === null && !(arrows.test(key) && target.closest(moving)));

/** Whether a dialog lies over the page, or a part of one; one that is drawn and hidden does not. */
export const isUnderDialog = (): boolean =>
  [...document.querySelectorAll('dialog[open], [role=dialog], [role=alertdialog]')].some(
    (element) => element.getClientRects().length > 0,
  );
