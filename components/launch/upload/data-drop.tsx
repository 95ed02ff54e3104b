'use client';

import { useEffect, useRef, useState } from 'react';
import { isDataFile } from '@/lib/training/upload/upload-keys';
import { carriesFiles, readDroppedFiles } from '../dropped-files';
import { FileChoice } from '../file-choice';
import styles from './upload.module.css';
import { type ChosenData } from './upload-state';

interface DataDropProps {
  files: readonly ChosenData[];
  onTake: (files: ChosenData[]) => void;
  onClear: () => void;
}

/** Files, or a folder with all that is in it: chosen or dropped. */
export const DataDrop = ({ files, onTake, onClear }: DataDropProps) => {
  const [failed, setFailed] = useState(false);
  useDataDrop(onTake, setFailed);
  return (
    <div className={styles.zone}>
      <FileChoice
        labels={{ folder: 'Folder of data', files: 'Data files' }}
        chosen={files}
        note={noteOf(files, failed)}
        onTake={(chosen) =>
          onTake(chosen.map((file) => ({ file, path: pathOf(file) })).filter(({ path }) => isDataFile(path)))
        }
        onClear={onClear}
      />
    </div>
  );
};

const noteOf = (files: readonly ChosenData[], failed: boolean): string | undefined => {
  if (failed) return 'Some of what was dropped cannot be read. Choose it by a button.';
  return files.length === 0
    ? 'Or drop files or a folder. Of a folder, the paths within it are kept.'
    : undefined;
};

/** Without the name of the folder that was chosen. */
const pathOf = (file: File): string => file.webkitRelativePath.split('/').slice(1).join('/') || file.name;

/** While it is open all drops are data; the page would take them for a training script. */
const useDataDrop = (onTake: (files: ChosenData[]) => void, onFailed: (failed: boolean) => void): void => {
  const taker = useRef({ onTake, onFailed });
  useEffect(() => {
    taker.current = { onTake, onFailed };
  });
  useEffect(() => {
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer || !carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      event.stopPropagation();
      taker.current.onFailed(false);
      readDroppedFiles(event.dataTransfer, isDataFile).then(
        (files) => taker.current.onTake(files),
        // A file that is gone, or a folder that may not be read.
        () => taker.current.onFailed(true),
      );
    };
    document.addEventListener('drop', drop, true);
    return () => document.removeEventListener('drop', drop, true);
  }, []);
};
