import { type Locator, type Page } from '@playwright/test';
import { AppFrame } from './app-frame';

/** The waste board. */
export class WastePage {
  readonly frame: AppFrame;
  readonly heading: Locator;
  readonly table: Locator;

  constructor(private readonly page: Page) {
    this.frame = new AppFrame(page);
    const { content } = this.frame;
    this.heading = content.getByRole('heading', { level: 1, name: 'Waste' });
    this.table = content.getByRole('table', { name: 'Who wastes most' });
  }

  async open(query = ''): Promise<void> {
    await this.page.goto(`/local/waste${query}`);
    await this.heading.waitFor();
  }

  /** A total by its label. */
  figure(label: string): Locator {
    return this.frame.content.getByRole('group', { name: label, exact: true }).locator('[data-figure]');
  }

  row(name: string): Locator {
    return this.table
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name, exact: true }) });
  }

  rowNames(): Locator {
    return this.table.getByRole('rowheader');
  }

  /** What leads to the jobs of a row's figure. */
  jobsOf(row: string, cause: string): Locator {
    return this.row(row).getByRole('link', { name: new RegExp(`: ${cause} of ${row}$`) });
  }

  async divideBy(group: 'Owner' | 'Tag' | 'Name prefix' | 'Instance type'): Promise<void> {
    await this.frame.content
      .getByRole('toolbar', { name: 'By', exact: true })
      .getByRole('button', { name: group })
      .click();
  }

  async sortBy(column: string): Promise<void> {
    await this.table.getByRole('columnheader', { name: column }).getByRole('button').click();
  }
}
