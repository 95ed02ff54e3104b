import { readFile } from 'node:fs/promises';
import { type Locator, type Page } from '@playwright/test';
import { AppFrame } from './app-frame';

/** The list of training jobs. */
export class JobsList {
  readonly frame: AppFrame;
  readonly heading: Locator;
  readonly table: Locator;
  readonly filter: Locator;
  readonly launch: Locator;
  readonly live: Locator;
  readonly connectionLost: Locator;
  /** One for each filter, in words. */
  readonly tokens: Locator;
  /** How many jobs match, shown beside filters. */
  readonly matches: Locator;
  readonly downloadCsv: Locator;

  constructor(private readonly page: Page) {
    this.frame = new AppFrame(page);
    const { content } = this.frame;
    this.heading = content.getByRole('heading', { level: 1, name: /Training jobs/ });
    this.table = content.getByRole('table', { name: 'Training jobs' });
    this.filter = content.getByRole('combobox', { name: 'Filter jobs' });
    this.launch = content.getByRole('link', { name: 'Launch a job' }).first();
    this.live = content.getByText('Live', { exact: true });
    this.connectionLost = content.getByText('Connection lost, reconnecting');
    this.tokens = content.getByRole('button', { name: / (=|:|>=|<=) / });
    this.matches = content.getByText(/^[\d,]+ match(es)?$/).filter({ visible: true });
    this.downloadCsv = content.getByRole('link', { name: 'Download CSV' });
  }

  async open(query = ''): Promise<void> {
    await this.page.goto(`/local/jobs${query}`);
    await this.heading.waitFor();
  }

  async tick(...names: string[]): Promise<void> {
    for (const name of names) await this.table.getByRole('checkbox', { name: `Tick ${name}` }).check();
  }

  row(name: string): Locator {
    return this.table.getByRole('row').filter({ has: this.page.getByRole('link', { name, exact: true }) });
  }

  /** Names of the jobs shown, from the top. */
  names(): Locator {
    return this.table.getByRole('rowheader').getByRole('link');
  }

  /** By keyboard: over the header that assistive technology sees lies its sticky copy. */
  async sortBy(column: string): Promise<void> {
    await this.columnHeader(column).getByRole('button').first().press('Enter');
  }

  columnHeader(column: string): Locator {
    return this.table.getByRole('columnheader', { name: column });
  }

  /** What is dragged, or moved by arrows, to make a column wider; it has the column's name, as what sorts by it has. */
  edge(column: string): Locator {
    return this.columnHeader(column).getByRole('button').last();
  }

  async openPreferences(): Promise<Locator> {
    await this.page.getByRole('button', { name: 'Preferences' }).click();
    return this.page.getByRole('dialog', { name: 'Preferences' });
  }

  async filterByText(text: string): Promise<void> {
    await this.filter.fill(text);
    await this.filter.press('Enter');
  }

  /** @param words of the token, as assistive technology reads it: `Interrupted equals No` */
  async removeFilter(words: string): Promise<void> {
    await this.frame.content.getByRole('button', { name: `Remove filter, ${words}` }).click();
  }

  /** Downloads the jobs behind the list. Their cells by column, as text; none of these jobs has a comma in one. */
  async readCsv(): Promise<{ fileName: string; jobs: Record<string, string>[] }> {
    const begun = this.page.waitForEvent('download');
    await this.downloadCsv.click();
    const download = await begun;
    const [head = '', ...rows] = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
    const columns = head.split(',');
    return {
      fileName: download.suggestedFilename(),
      jobs: rows.map((row) =>
        Object.fromEntries(row.split(',').map((cell, index) => [columns[index] ?? '', cell])),
      ),
    };
  }
}
