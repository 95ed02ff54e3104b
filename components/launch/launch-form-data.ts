import { type LaunchDraft } from '@/lib/training/launch-draft';

/** A file of the script's folder; the path is relative to that folder. */
export interface ChosenFile {
  path: string;
  file: File;
}

/** The files of a chosen folder, without the folder's own name, and without what is never part of a script. */
export const filesOfFolder = (files: readonly File[]): ChosenFile[] =>
  files
    .map((file) => ({ file, path: file.webkitRelativePath.split('/').slice(1).join('/') || file.name }))
    .filter(({ path }) => isScriptFile(path));

/** False for what is never part of a script. A folder's path ends with a slash. */
export const isScriptFile = (path: string): boolean =>
  !/(^|\/)(\.git|node_modules|__pycache__|\.venv)\//.test(path) && !path.endsWith('.DS_Store');

/** Entry points to propose: scripts, those named train first. */
export const entryPointChoices = (files: readonly ChosenFile[]): string[] =>
  files
    .map(({ path }) => path)
    .filter((path) => /\.(py|mjs|js|sh)$/.test(path))
    .sort((a, b) => Number(isTrain(b)) - Number(isTrain(a)) || a.length - b.length || (a < b ? -1 : 1));

const isTrain = (path: string): boolean => /(^|\/)train[^/]*$/.test(path);

export const launchFormData = (
  draft: LaunchDraft,
  launchId: string,
  files: readonly ChosenFile[],
): FormData => {
  const form = new FormData();
  form.set('draft', JSON.stringify(draft));
  form.set('launchId', launchId);
  if (draft.source.kind === 'upload') {
    for (const { path, file } of files) {
      form.append('files', file);
      form.append('paths', path);
    }
  }
  return form;
};
