/** The files of drafts: IndexedDB keeps them as they are, where localStorage has room for text alone. */
import { type ChosenFile } from '../launch-form-data';

const name = 'spotdeck-launch-drafts';
const store = 'files';

const inStore = async <Value>(
  mode: IDBTransactionMode,
  act: (files: IDBObjectStore) => IDBRequest<Value>,
): Promise<Value | undefined> => {
  if (typeof indexedDB === 'undefined') return undefined;
  const database = await awaitAnswer(opening());
  try {
    return await awaitAnswer(act(database.transaction(store, mode).objectStore(store)));
  } finally {
    database.close();
  }
};

const opening = (): IDBOpenDBRequest => {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(store);
  return request;
};

const awaitAnswer = <Value>(request: IDBRequest<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The browser keeps no files.'));
  });

/** @returns whether they are kept: a browser may have no room, or keep nothing at all */
export const keepFiles = (draftId: string, files: readonly ChosenFile[]): Promise<boolean> =>
  inStore('readwrite', (kept) => kept.put([...files], draftId)).then(
    (key) => key !== undefined,
    () => false,
  );

export const keptFiles = (draftId: string): Promise<ChosenFile[]> =>
  inStore<unknown>('readonly', (kept) => kept.get(draftId)).then(
    (value) => (Array.isArray(value) ? value.filter(isChosenFile) : []),
    () => [],
  );

/** Those of drafts that are not kept any more. */
export const dropFilesBut = async (draftIds: readonly string[]): Promise<void> => {
  // Where the browser keeps no files there are none to drop; what is left is dropped the next time.
  const keys = await inStore('readonly', (kept) => kept.getAllKeys()).catch(() => undefined);
  for (const key of keys ?? []) {
    if (typeof key === 'string' && !draftIds.includes(key)) {
      // As above.
      await inStore('readwrite', (kept) => kept.delete(key)).catch(() => undefined);
    }
  }
};

const isChosenFile = (value: unknown): value is ChosenFile =>
  typeof value === 'object' &&
  value !== null &&
  'path' in value &&
  typeof value.path === 'string' &&
  'file' in value &&
  value.file instanceof File;
