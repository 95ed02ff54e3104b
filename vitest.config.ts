import { defineConfig } from 'vitest/config';
import { fileURLToPath } from 'node:url';

const alias = {
  '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, ''),
  // Next replaces this marker at build time; outside Next it has nothing to guard.
  'server-only': fileURLToPath(new URL('./scripts/empty-module.mjs', import.meta.url)),
};

// Tests must not touch the catalog of the Spotdeck that a developer runs.
const env = { SPOTDECK_DATA_DIR: '.tmp/vitest' };

/**
 * `unit` runs rules and pure code; `wire` starts real local backends on free loopback ports; `slow` does the same for
 * minutes: chaos and random drills.
 */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          env,
          include: ['{lib,components,app,scripts,examples,testing}/**/*.test.{ts,tsx,mjs}'],
          exclude: ['**/*.{wire,slow}.test.ts', '**/node_modules/**'],
          // Only what hangs is to fail: a core that others keep busy is no fault.
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'wire',
          env,
          include: ['{lib,scripts,examples}/**/*.wire.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'slow',
          env,
          include: ['{lib,scripts,examples}/**/*.slow.test.ts'],
          // Each file drives many processes at once: two files side by side would measure each other.
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
