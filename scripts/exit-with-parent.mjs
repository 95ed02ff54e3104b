/**
 * Preloaded into the dashboard: ends it when the process that started it is gone, however that one ended, and keeps
 * what it writes to its owner.
 */
process.umask(0o077);
process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0));
process.stdin.resume();
