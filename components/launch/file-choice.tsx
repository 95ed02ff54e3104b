'use client';

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRef } from 'react';
import { formatBytes } from '@/lib/training/format';

interface FileChoiceProps {
  /** What the two inputs are called, for who does not see them. */
  labels: { folder: string; files: string };
  chosen: readonly { path: string; file: Blob }[];
  /** Stands in the place of the sum of what is chosen. */
  note: string | undefined;
  onTake: (files: File[]) => void;
  onClear: () => void;
}

/** Two buttons that choose a folder or files, and what was chosen. */
export const FileChoice = ({ labels, chosen, note, onTake, onClear }: FileChoiceProps) => {
  const folderInput = useRef<HTMLInputElement>(null);
  const fileInput = useRef<HTMLInputElement>(null);
  const takeFrom = (input: HTMLInputElement) => {
    onTake([...(input.files ?? [])]);
    // The same choice again is a change, too: after Clear, or where a file was edited meanwhile.
    input.value = '';
  };
  return (
    <SpaceBetween size="xs">
      <SpaceBetween size="xs" direction="horizontal">
        <Button iconName="folder" onClick={() => folderInput.current?.click()}>
          Choose a folder
        </Button>
        <Button iconName="upload" onClick={() => fileInput.current?.click()}>
          Choose files
        </Button>
        {chosen.length > 0 && (
          <Button variant="link" onClick={onClear}>
            Clear
          </Button>
        )}
      </SpaceBetween>
      <input
        ref={folderInput}
        type="file"
        aria-label={labels.folder}
        hidden
        multiple
        {...{ webkitdirectory: '' }}
        onChange={(event) => takeFrom(event.target)}
      />
      <input
        ref={fileInput}
        type="file"
        aria-label={labels.files}
        hidden
        multiple
        onChange={(event) => takeFrom(event.target)}
      />
      <div aria-live="polite">
        <Box color="text-body-secondary">{note ?? sumOf(chosen)}</Box>
      </div>
    </SpaceBetween>
  );
};

const sumOf = (chosen: FileChoiceProps['chosen']): string => {
  const bytes = chosen.reduce((sum, { file }) => sum + file.size, 0);
  const names = chosen
    .map(({ path }) => path)
    .sort()
    .slice(0, 4);
  const count = `${chosen.length.toLocaleString('en')} ${chosen.length === 1 ? 'file' : 'files'}`;
  const listed = names.join(', ') + (chosen.length > names.length ? ' …' : '');
  return `${count}, ${formatBytes(bytes)}: ${listed}`;
};
