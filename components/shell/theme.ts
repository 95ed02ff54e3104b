/** What the reader chose; `system` follows the operating system and is the default. */
export type ThemeChoice = 'light' | 'dark' | 'system';

export const themeChoices: readonly { id: ThemeChoice; text: string }[] = [
  { id: 'system', text: 'As the system' },
  { id: 'light', text: 'Light' },
  { id: 'dark', text: 'Dark' },
];

export const themeCookie = 'spotdeck-theme';

export const darkModeClass = 'awsui-dark-mode';

export const readThemeChoice = (value: string | undefined): ThemeChoice =>
  value === 'light' || value === 'dark' ? value : 'system';

/**
 * Runs before the first paint. The server knows the reader's choice from the cookie but not the system's mode, so
 * the class for `system` is set here.
 */
export const systemThemeScript = `if(matchMedia('(prefers-color-scheme: dark)').matches)document.body.classList.add('${darkModeClass}')`;
