/**
 * Before each file of tests: a condition is waited for until it holds or until it is plain that it never will. Vitest gives
 * up after a second, which is what a busy core takes for nothing at all.
 */
import { vi } from 'vitest';

const patienceMs = 20_000;
const { waitFor } = vi;

vi.waitFor = (condition, options) =>
  waitFor(condition, typeof options === 'number' ? options : { timeout: patienceMs, ...options });
