import { createRandom } from '../lib/local/seed/random';

/** A generator of numbers from 0 to 1, the same ones for the same seed. */
export const randomFrom = (seed: number): (() => number) => createRandom(seed).next;
