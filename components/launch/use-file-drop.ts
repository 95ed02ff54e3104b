'use client';

import { useEffect, useRef } from 'react';
import { carriesFiles, readDroppedFiles } from './dropped-files';
import { type ChosenFile } from './launch-form-data';

/**
 * Files dropped anywhere on the page. Without this the browser would leave the page for a dropped file, and with it
 * what was typed.
 * @param onFiles absent where no files are wanted: a drop then does nothing
 */
export const useFileDrop = (onFiles: ((files: ChosenFile[]) => void) | undefined): void => {
  const taker = useRef(onFiles);
  useEffect(() => {
    taker.current = onFiles;
  });
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (carriesFiles(event.dataTransfer)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer || !carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      const take = taker.current;
      // What cannot be read, such as a file that is gone meanwhile, is as if it had not been dropped.
      if (take) readDroppedFiles(event.dataTransfer).then(take, () => take([]));
    };
    document.addEventListener('dragover', over);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('drop', drop);
    };
  }, []);
};
