import { closeSync, openSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { uploadedSuffix, uploadingSuffix } from './checkpoint-name';
import { readStatus } from './file-state';
import { codeOf } from '../../core/thrown';

/**
 * The zero-byte files by which SageMaker's agent tells a container how far an upload is: `<file>.sagemaker-uploading`
 * from its start on, `<file>.sagemaker-uploaded` beside it once it is done. Containers such as XGBoost's delete
 * no checkpoint that has the first and not the second. They are a courtesy: no failure of theirs stops an upload.
 * Synchronous, so that they come and go in the order of what they tell.
 */
export interface Markers {
  uploading(name: string): void;
  uploaded(name: string): void;
  /** The file is gone. */
  clear(name: string): void;
  forgetAll(): void;
}

export const createMarkers = (root: string): Markers => {
  /** Names that have markers of ours. */
  const marked = new Set<string>();
  const fileOf = (name: string, suffix: string) => path.join(root, `${name}${suffix}`);

  const remove = (file: string): void => {
    try {
      unlinkSync(file);
    } catch {
      // Gone with its file or its folder.
    }
  };

  /** Made anew only: neither through a link nor over anything that the script has there. */
  const make = (file: string): boolean => {
    try {
      closeSync(openSync(file, 'wx', 0o644));
      return true;
    } catch (error) {
      return codeOf(error) === 'EEXIST';
    }
  };

  const clear = (name: string): void => {
    if (!marked.delete(name)) return;
    remove(fileOf(name, uploadingSuffix));
    remove(fileOf(name, uploadedSuffix));
  };

  return {
    uploading(name) {
      marked.add(name);
      remove(fileOf(name, uploadedSuffix));
      make(fileOf(name, uploadingSuffix));
    },
    uploaded(name) {
      if (!marked.has(name)) return;
      // A full disk takes no new name: without the first marker a container takes the file for free, too.
      if (!make(fileOf(name, uploadedSuffix))) remove(fileOf(name, uploadingSuffix));
      if (!readStatus(path.join(root, name))) clear(name);
    },
    clear,
    forgetAll: () => marked.clear(),
  };
};
