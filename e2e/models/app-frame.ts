import { expect, type Locator, type Page } from '@playwright/test';

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

  /** Of the pages of a table. */
  pageButton(number: number): Locator {
    return this.content.getByRole('button', { name: new RegExp(`^(Page )?${number}( of|$)`) });
  }

  /** Chooses what is to be done to a job, or to those that are ticked. @returns where it may be asked about */
  async chooseAction(name: string): Promise<Locator> {
    await this.content.getByRole('button', { name: 'Actions', exact: true }).click();
    await this.page.getByRole('menuitem', { name, exact: true }).click();
    return this.page.getByRole('dialog');
  }

  /**
   * Chooses again, as a person would, where a press went by the menu: right after a page has loaded it may still be
   * moving into place.
   */
  async chooseTheme(theme: 'As the system' | 'Light' | 'Dark'): Promise<void> {
    const menu = this.banner.getByRole('button', { name: 'Theme' });
    const choice = this.banner.getByRole('menuitemcheckbox', { name: theme });
    await expect(async () => {
      if (!(await choice.isVisible())) await menu.click({ timeout: 5_000 });
      await choice.click({ timeout: 5_000 });
      await expect(choice).toBeHidden({ timeout: 2_000 });
      // By keyboard: the pointer is left over what lies below the menu, whose tooltip may cover it.
      await menu.press('Enter');
      await expect(choice).toBeChecked({ timeout: 2_000 });
    }).toPass({ timeout: 30_000 });
    await this.page.keyboard.press('Escape');
    await expect(choice).toBeHidden();
  }
}
