import { defineConfig } from 'vitest/config';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

const alias = {
  '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, ''),
  // Next replaces this marker at build time; outside Next it has nothing to guard.
  'server-only': fileURLToPath(new URL('./scripts/empty-module.mjs', import.meta.url)),
};

const common = {
  setupFiles: ['./testing/worker-data-folder.ts', './testing/patient-waits.ts'],
  globalSetup: ['./testing/remove-data-folders.ts'],
  expect: { poll: { timeout: 20_000 } },
};

/** Where a run costs an hour, what fails once is tried once more, and told (testing/tell-flaky.ts). */
const retry = process.env.CI ? 1 : 0;

/**
 * `unit` runs rules and pure code; `wire` starts real local backends on free loopback ports; `slow` does the same for
 * minutes: chaos and random drills; `component` draws components in jsdom; `frameworks` installs TensorFlow and the
 * others, and trains with them; `moto` asks moto's server, which others wrote.
 */
export default defineConfig({
  test: {
    reporters: ['default', './testing/tell-flaky.ts'],
    // Vitest leaves one core free, which of two is half of the machine; the tests wait more than they compute.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    coverage: {
      provider: 'v8',
      include: ['{lib,components,app}/**/*.{ts,tsx,mjs}'],
      exclude: ['**/*.test.{ts,tsx}', '**/testing/**', '**/samples/**', '**/*-harness.ts'],
      reporter: ['text-summary', 'html'],
      reportsDirectory: 'coverage',
    },
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          ...common,
          include: ['{lib,components,app,scripts,examples,testing}/**/*.test.{ts,tsx,mjs}'],
          exclude: [
            '**/*.{wire,slow,frameworks,moto}.test.ts',
            '**/*.component.test.tsx',
            '**/node_modules/**',
          ],
          // Only what hangs is to fail: a core that others keep busy is no fault.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        oxc: { jsx: { runtime: 'automatic' } },
        test: {
          name: 'component',
          environment: 'jsdom',
          setupFiles: ['./testing/component-setup.ts'],
          include: ['components/**/*.component.test.tsx'],
          // Cloudscape's modules import style sheets, which Node cannot.
          server: { deps: { inline: [/@cloudscape-design/] } },
          css: { modules: { classNameStrategy: 'non-scoped' } },
          testTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'wire',
          ...common,
          retry,
          include: ['{lib,scripts,examples}/**/*.wire.test.ts'],
          // They wait for programs twice as long as anything computes.
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'slow',
          ...common,
          retry,
          include: ['{lib,scripts,examples}/**/*.slow.test.ts'],
          // Each file drives many processes at once: two files side by side would measure each other.
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'moto',
          ...common,
          include: ['lib/**/*.moto.test.ts'],
          testTimeout: 60_000,
          // The environment is made once.
          hookTimeout: 300_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'frameworks',
          ...common,
          retry,
          include: ['{lib,scripts,examples}/**/*.frameworks.test.ts'],
          // They share the environments, which are built one after another.
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
