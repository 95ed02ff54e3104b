import 'server-only';
import path from 'node:path';
import { prepareCatalog } from '../catalog/prepare-catalog';
import { catalogMigrationFile, settings } from '../env';
import { inProcess } from '../process/process-memory';

const preparation = () =>
  inProcess('catalog-preparation', () => {
    const state = { isDone: false, done: Promise.resolve() };
    const pending = prepareCatalog(path.join(settings.dataDir, 'catalog.sqlite'), catalogMigrationFile);
    if (pending === undefined) state.isDone = true;
    else
      state.done = pending.then(() => {
        state.isDone = true;
      });
    return state;
  });

/** Resolves once the catalog has the layout of this version: at once, but for the first start of an update. */
export const catalogReady = (): Promise<void> => preparation().done;

export const isCatalogPreparing = (): boolean => !preparation().isDone;
