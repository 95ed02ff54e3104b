import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/browser.mjs';

/**
 * Every worker starts a Spotdeck of its own (e2e/fixtures/spotdeck.ts) and trains for real, so two workers on
 * two cores; a test that starts or kills servers gets minutes.
 */
export default defineConfig({
  testDir: './e2e/specs',
  globalSetup: './e2e/global-setup.ts',
  outputDir: './test-results',
  timeout: 180_000,
  expect: { timeout: 20_000 },
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // Where a run costs an hour, what fails once is tried once more, and told.
  retries: process.env.CI ? 1 : 0,
  reporter: [['list']],
  use: {
    viewport: { width: 1280, height: 900 },
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: findBrowser(),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    },
  },
});
