'use client';

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useRef, useState } from 'react';
import { formatBytes } from '@/lib/training/format';
import { isDataFile } from '@/lib/training/upload/upload-keys';
import { carriesFiles, readDroppedFiles } from '../dropped-files';
import styles from './upload.module.css';
import { type ChosenData } from './upload-state';

interface DataDropProps {
  files: readonly ChosenData[];
  onTake: (files: ChosenData[]) => void;
  onClear: () => void;
}

/** Files, or a folder with all that is in it: chosen or dropped. */
export const DataDrop = ({ files, onTake, onClear }: DataDropProps) => {
  const folderInput = useRef<HTMLInputElement>(null);
  const fileInput = useRef<HTMLInputElement>(null);
  const [failed, setFailed] = useState(false);
  useDataDrop(onTake, setFailed);
  const takeFrom = (input: HTMLInputElement) => {
    const chosen = [...(input.files ?? [])].map((file) => ({ file, path: pathOf(file) }));
    onTake(chosen.filter(({ path }) => isDataFile(path)));
    // The same choice again is a change, too: a file may be another one meanwhile.
    input.value = '';
  };
  const size = files.reduce((sum, { file }) => sum + file.size, 0);
  return (
    <div className={styles.zone}>
      <SpaceBetween size="xs">
        <SpaceBetween size="xs" direction="horizontal">
          <Button iconName="upload" onClick={() => fileInput.current?.click()}>
            Choose files
          </Button>
          <Button iconName="folder" onClick={() => folderInput.current?.click()}>
            Choose a folder
          </Button>
          {files.length > 0 && (
            <Button variant="link" onClick={onClear}>
              Clear
            </Button>
          )}
        </SpaceBetween>
        <input
          ref={fileInput}
          type="file"
          aria-label="Data files"
          hidden
          multiple
          onChange={(event) => takeFrom(event.target)}
        />
        <input
          ref={folderInput}
          type="file"
          aria-label="Folder of data"
          hidden
          multiple
          {...{ webkitdirectory: '' }}
          onChange={(event) => takeFrom(event.target)}
        />
        <div aria-live="polite">
          <Box color="text-body-secondary">
            {failed
              ? 'Some of what was dropped cannot be read. Choose it by a button.'
              : files.length === 0
                ? 'Or drop files or a folder. Of a folder, the paths within it are kept.'
                : `${files.length.toLocaleString('en')} ${files.length === 1 ? 'file' : 'files'}, ${formatBytes(size)}: ${summaryOf(files)}`}
          </Box>
        </div>
      </SpaceBetween>
    </div>
  );
};

/** Without the name of the folder that was chosen. */
const pathOf = (file: File): string => file.webkitRelativePath.split('/').slice(1).join('/') || file.name;

const summaryOf = (files: readonly ChosenData[]): string => {
  const names = files.slice(0, 4).map(({ path }) => path);
  return files.length > names.length ? `${names.join(', ')} …` : names.join(', ');
};

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
