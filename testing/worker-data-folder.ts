/** Before each file of tests: a data folder that no other worker, and no Spotdeck that a developer runs, has open. */
import path from 'node:path';

const { ppid } = process;
process.env.SPOTDECK_DATA_DIR = path.resolve(`.tmp/vitest/${ppid}-${process.env.VITEST_POOL_ID ?? '0'}`);
