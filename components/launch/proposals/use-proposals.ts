'use client';

import { useEffect, useState } from 'react';
import { type CodeFile, type Proposal } from '@/lib/training/code-proposals/proposal';
import { type ChosenFile } from '../launch-form-data';

/** What is read of a folder: code is short, and what is longer is data or made by a program. */
const maxFiles = 150;
const maxFileBytes = 256 * 1024;
const maxBytes = 1024 * 1024;

/** What the chosen files propose; undefined while they are being read. */
export const useProposals = (files: readonly ChosenFile[]): readonly Proposal[] | undefined => {
  const [read, setRead] = useState<{ files: readonly ChosenFile[]; proposals: readonly Proposal[] }>();
  useEffect(() => {
    if (files.length === 0) return;
    let isStale = false;
    const take = async () => {
      const [code, { proposalsOf }] = await Promise.all([
        readCode(files),
        import('@/lib/training/code-proposals/proposals-of'),
      ]);
      if (isStale) return;
      const paths = files.map(({ path }) => path);
      setRead({ files, proposals: proposalsOf(code, paths) });
    };
    // A file that is gone meanwhile, or a part that did not arrive, costs the proposals alone.
    take().catch(() => !isStale && setRead({ files, proposals: [] }));
    return () => {
      isStale = true;
    };
  }, [files]);
  if (files.length === 0) return [];
  return read?.files === files ? read.proposals : undefined;
};

const readCode = async (files: readonly ChosenFile[]): Promise<CodeFile[]> => {
  const wanted = files
    .filter(({ path }) => /\.(py|ya?ml)$/.test(path))
    .sort((a, b) => a.path.split('/').length - b.path.split('/').length || a.file.size - b.file.size)
    .slice(0, maxFiles);
  const code: CodeFile[] = [];
  let bytes = 0;
  for (const { path, file } of wanted) {
    const size = Math.min(file.size, maxFileBytes);
    if (bytes + size > maxBytes) continue;
    bytes += size;
    code.push({ path, text: await file.slice(0, size).text() });
  }
  return code;
};
