import { type ChosenFile, isScriptFile } from './launch-form-data';

/** Whether what is dragged over the page is files, not text or a link of the page itself. */
export const carriesFiles = (transfer: DataTransfer | null): boolean =>
  transfer?.types.includes('Files') ?? false;

/**
 * The files of a drop, folders with all that is in them. A folder that is dropped alone is the script's folder, as
 * one that is chosen. Must be called while the drop is handled: the browser empties it afterwards.
 */
export const readDroppedFiles = async (
  transfer: DataTransfer,
  isWanted: (path: string) => boolean = isScriptFile,
): Promise<ChosenFile[]> => {
  const entries = [...transfer.items]
    .map((item) => item.webkitGetAsEntry())
    .filter((entry): entry is FileSystemEntry => entry !== null);
  const [only] = entries;
  const roots = entries.length === 1 && only && isFolder(only) ? await readEntries(only) : entries;
  const files = await Promise.all(roots.map((entry) => filesBelow(entry, entry.name, isWanted)));
  return files.flat();
};

/** @param isWanted is asked of folders too, whose paths end with a slash */
const filesBelow = async (
  entry: FileSystemEntry,
  path: string,
  isWanted: (path: string) => boolean,
): Promise<ChosenFile[]> => {
  if (isFolder(entry)) {
    if (!isWanted(`${path}/`)) return [];
    const entries = await readEntries(entry);
    const files = entries.map((each) => filesBelow(each, `${path}/${each.name}`, isWanted));
    return (await Promise.all(files)).flat();
  }
  return isFile(entry) && isWanted(path) ? [{ path, file: await openFile(entry) }] : [];
};

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

const openFile = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** A reader gives at most 100 entries at a time, and none once it has given all. */
const readEntries = async (folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> => {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const next = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (next.length === 0) return entries;
    entries.push(...next);
  }
};
