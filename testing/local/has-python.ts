import { execFileSync } from 'node:child_process';

/** Whether tests of Python scripts can run on this machine; where not, they are skipped, and their report says so. */
export const hasPython = (() => {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    // Not installed.
    return false;
  }
})();
