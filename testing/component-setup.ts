/** Before the component tests: what jsdom lacks, since it lays nothing out; and an empty page for each test. */
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

afterEach(cleanup);

configure({
  // Only what hangs is to fail: a core that others keep busy is no fault.
  asyncUtilTimeout: 20_000,
  // What is said aloud a moment later repeats what stands there.
  defaultIgnore: 'script, style, [aria-live]',
});

globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
Element.prototype.scrollIntoView ??= () => {};
