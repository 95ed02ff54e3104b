import 'server-only';
import path from 'node:path';
import { readSettings } from './settings.mjs';

const root = process.env.SPOTDECK_ROOT ?? process.cwd();

/** The settings of this process, read once. This module is the dashboard's only reader of process.env. */
export const settings = readSettings(process.env, root);

/** Folder of the training scripts that come with Spotdeck. */
export const examplesDir = path.join(root, 'examples');

/** Runs in a thread of its own, from its source: see there. */
export const parquetWorkerFile = path.join(root, 'lib/endpoints/test-sets/parquet-worker.mjs');
