import { homedir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { userDataDir } from './own-settings.mjs';

describe('the data folder of an installed Spotdeck', () => {
  it('is below XDG_DATA_HOME', () => {
    expect(userDataDir({ XDG_DATA_HOME: '/data' }, 'linux')).toBe('/data/spotdeck');
  });

  it.each([{}, { XDG_DATA_HOME: '' }, { XDG_DATA_HOME: 'relative' }])(
    'is below the home with %j',
    (environment) => {
      expect(userDataDir(environment, 'linux')).toBe(`${homedir()}/.local/share/spotdeck`);
    },
  );

  it('is with what stays on the machine, on Windows', () => {
    expect(userDataDir({ LOCALAPPDATA: 'C:\\Users\\a\\AppData\\Local' }, 'win32')).toBe(
      'C:\\Users\\a\\AppData\\Local\\spotdeck',
    );
  });
});
