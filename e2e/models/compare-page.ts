import { type Locator, type Page } from '@playwright/test';
import { AppFrame } from './app-frame';

/** The page that sets jobs side by side. */
export class ComparePage {
  readonly frame: AppFrame;
  readonly heading: Locator;
  readonly legend: Locator;
  readonly results: Locator;
  readonly parameters: Locator;
  readonly onlyDifferences: Locator;
  readonly resetZoom: Locator;
  readonly showEvaluations: Locator;

  constructor(private readonly page: Page) {
    this.frame = new AppFrame(page);
    const { content } = this.frame;
    this.heading = content.getByRole('heading', { level: 1, name: /^Compare / });
    this.legend = content.getByRole('list', { name: 'Jobs in the charts' });
    this.results = content.getByRole('region', { name: 'Results' });
    this.parameters = content.getByRole('region', { name: 'Parameters' });
    this.onlyDifferences = content.getByRole('checkbox', { name: 'Only differences' });
    this.showEvaluations = content.getByRole('button', { name: 'Show the newest evaluations' });
    this.resetZoom = content.getByRole('button', { name: 'Reset zoom' });
  }

  /** The drawing of one metric; its name tells the axis and the jobs. */
  chart(metric: string): Locator {
    return this.frame.content
      .getByRole('region', { name: `${metric} chart` })
      .getByRole('img')
      .first();
  }

  /** The confusion matrix of a job, with its name. */
  evaluationOf(job: string): Locator {
    return this.frame.content.getByRole('region', { name: `Confusion matrix of ${job}` });
  }

  /** The cells of a row of results, in the order of the jobs. */
  async result(name: string | RegExp): Promise<string[]> {
    const row = this.results.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name }) });
    return row.getByRole('cell').allInnerTexts();
  }

  async chooseAxis(name: string): Promise<void> {
    await this.frame.content.getByRole('button', { name, exact: true }).click();
  }

  /** @returns the path of what was downloaded */
  async save(choice: string): Promise<string> {
    await this.frame.content.getByRole('button', { name: 'Download', exact: true }).click();
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.getByRole('menuitem', { name: choice }).click(),
    ]);
    return download.path();
  }
}
