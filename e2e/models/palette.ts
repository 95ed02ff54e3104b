import { expect, type Locator, type Page } from '@playwright/test';

/** What finds jobs, pages and actions by what is typed, on every page. */
export class Palette {
  readonly opener: Locator;
  readonly dialog: Locator;
  readonly field: Locator;
  readonly chosen: Locator;
  readonly status: Locator;
  /** The keys of the page. */
  readonly keys: Locator;

  constructor(private readonly page: Page) {
    this.opener = page.getByRole('banner').getByRole('button', { name: 'Find a job, a page or an action' });
    this.dialog = page.getByRole('dialog', { name: 'Jobs, pages and actions' });
    this.field = this.dialog.getByRole('combobox');
    this.chosen = this.dialog.getByRole('option', { selected: true });
    this.status = this.dialog.getByRole('status');
    this.keys = page.getByRole('dialog', { name: 'Keys of this page' });
  }

  /** By its key; what listens for it comes with the page's scripts. */
  async open(): Promise<void> {
    await expect(async () => {
      if (!(await this.dialog.isVisible())) await this.page.keyboard.press('Control+k');
      await expect(this.dialog).toBeVisible({ timeout: 2_000 });
    }).toPass();
  }

  option(name: string | RegExp): Locator {
    return this.dialog.getByRole('option', { name });
  }

  /** Options of a group, from the top. */
  group(name: string): Locator {
    return this.dialog.getByRole('group', { name }).getByRole('option');
  }
}
