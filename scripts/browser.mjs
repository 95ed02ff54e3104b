/** Finds a Chromium for the browser tests, or installs one. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { SetupError } from './setup.mjs';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** @returns {string | undefined} path of a Chromium that is there */
export const findBrowser = () =>
  [...installed, chromium.executablePath()].find((file) => file && existsSync(file));

/**
 * @returns {string} path of a Chromium: one that is there, else Playwright's, else Debian's package
 * @throws {SetupError} if none can be had
 */
export const ensureBrowser = () => {
  const found = findBrowser();
  if (found) return found;
  console.log('No Chromium found: installing one…');
  const attempts = [
    ['npx', ['playwright', 'install', 'chromium']],
    ['sh', ['-c', 'apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium']],
  ];
  for (const [command, args] of attempts) {
    const { status } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const browser = status === 0 && findBrowser();
    if (browser) return browser;
  }
  throw new SetupError(
    'No Chromium could be installed. Install Chromium or Chrome, and run the tests again.',
  );
};
