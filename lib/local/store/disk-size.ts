import { statfs } from 'node:fs/promises';

/** Bytes that the disk of a folder holds at most: what claims to be larger cannot be stored there. */
export const sizeOfDisk = async (folder: string): Promise<number> => {
  const { blocks, bsize } = await statfs(folder);
  return blocks * bsize;
};
