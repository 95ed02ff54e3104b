import { type Locator, type Page } from '@playwright/test';

/** What surrounds every page: top bar, navigation, notifications. */
export class AppFrame {
  readonly content: Locator;
  readonly skipLink: Locator;
  readonly notifications: Locator;
  private readonly banner: Locator;

  constructor(readonly page: Page) {
    this.content = page.getByRole('main').locator('#content');
    this.skipLink = page.getByRole('link', { name: 'Skip to the content' });
    this.notifications = page.getByRole('region', { name: 'Notifications' });
    this.banner = page.getByRole('banner');
  }

  async chooseTheme(theme: 'As the system' | 'Light' | 'Dark'): Promise<void> {
    await this.banner.getByRole('button', { name: 'Theme' }).click();
    await this.banner.getByRole('menuitemcheckbox', { name: theme }).click();
  }
}
