import { describe, expect, it } from 'vitest';
import { entryPointChoices, filesOfFolder } from './launch-form-data';

const fileAt = (webkitRelativePath: string, name = webkitRelativePath.split('/').at(-1)!) =>
  Object.defineProperty(new File([''], name), 'webkitRelativePath', {
    value: webkitRelativePath,
  });

describe('filesOfFolder', () => {
  it('names files from within the chosen folder and leaves out what is no part of a script', () => {
    const files = [
      'src/train.py',
      'src/lib/net.py',
      'src/.git/HEAD',
      'src/node_modules/a/index.js',
      'src/.DS_Store',
    ];
    expect(filesOfFolder(files.map((file) => fileAt(file))).map(({ path }) => path)).toEqual([
      'train.py',
      'lib/net.py',
    ]);
  });

  it('keeps the plain name of a file that was chosen by itself', () => {
    expect(filesOfFolder([fileAt('', 'train.py')]).map(({ path }) => path)).toEqual(['train.py']);
  });
});

describe('entryPointChoices', () => {
  it('proposes scripts only, those named train first', () => {
    const files = ['data.csv', 'serve.py', 'lib/train_utils.py', 'train.py'].map((path) => ({
      path,
      file: new File([''], path),
    }));
    expect(entryPointChoices(files)).toEqual(['train.py', 'lib/train_utils.py', 'serve.py']);
  });
});
