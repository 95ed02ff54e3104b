/** A thread of its own: brings the catalog whose file it is given to the newest layout, and ends. */
import { workerData } from 'node:worker_threads';
import { z } from 'zod';
import { openFile } from './catalog-file';

openFile(z.string().parse(workerData)).database.close();
