const focusable =
  'input:not([type="hidden"]):not([hidden]):not(:disabled), textarea:not(:disabled), button:not(:disabled), [tabindex="0"]';

/** How a form's fields are marked, so that they are found by their path. */
export const fieldMark = (formId: string, path: string): string => `${formId} ${path}`;

/**
 * Puts the focus into a field, or into the nearest one that it is a part of.
 * @returns whether there is one
 */
export const focusField = (formId: string, path: string): boolean => {
  const parts = path.split('.');
  for (let length = parts.length; length > 0; length--) {
    const mark = fieldMark(formId, parts.slice(0, length).join('.'));
    const place = document.querySelector(`[data-field="${mark}"]`);
    const found = [...(place?.querySelectorAll<HTMLElement>(focusable) ?? [])];
    const target = found.find((element) => element.getClientRects().length > 0) ?? found[0];
    if (!target) continue;
    target.focus({ preventScroll: true });
    target.scrollIntoView?.({ block: 'center' });
    return true;
  }
  return false;
};
