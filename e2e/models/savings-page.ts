import { type Locator, type Page } from '@playwright/test';
import { AppFrame } from './app-frame';

/** The savings report. */
export class SavingsPage {
  readonly frame: AppFrame;
  readonly heading: Locator;
  readonly chart: Locator;
  /** The jobs that are not in the totals, a line for each reason. */
  readonly excluded: Locator;
  /** What can be said of the jobs without a price. */
  readonly unpriced: Locator;
  readonly interruptionCosts: Locator;
  readonly breakdown: Locator;
  readonly period: Locator;

  constructor(private readonly page: Page) {
    this.frame = new AppFrame(page);
    const { content } = this.frame;
    this.heading = content.getByRole('heading', { level: 1, name: 'Savings' });
    this.chart = content.getByRole('application', { name: /^Paid and saved over time/ });
    this.excluded = content.getByTestId('excluded').getByRole('listitem');
    this.unpriced = content.getByTestId('unpriced');
    this.interruptionCosts = content.getByRole('heading', { name: 'What interruptions cost' });
    this.breakdown = content.getByRole('table', { name: 'Where it was saved' });
    this.period = content.getByRole('button', { name: /^Period / });
  }

  async open(query = ''): Promise<void> {
    await this.page.goto(`/local/savings${query}`);
    await this.heading.waitFor();
  }

  /** A number by its label, without how it is computed. */
  figure(label: string | RegExp): Locator {
    return this.frame.content.getByRole('group', { name: label, exact: true }).locator('[data-figure]');
  }

  figureNote(label: string): Locator {
    return this.frame.content.getByRole('group', { name: label, exact: true });
  }

  /** Opens how a number is computed. */
  async explain(label: string): Promise<Locator> {
    await this.frame.content.getByRole('button', { name: `How is ${label} computed?` }).click();
    return this.page.getByRole('dialog', { name: `How ${label} is computed` });
  }

  row(name: string): Locator {
    return this.breakdown
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name, exact: true }) });
  }

  /** The rows' names, from the top. */
  rowNames(): Locator {
    return this.breakdown.getByRole('rowheader');
  }

  async sortBy(column: string): Promise<void> {
    await this.breakdown
      .getByRole('columnheader', { name: column, exact: true })
      .getByRole('button')
      .press('Enter');
  }

  /** What leads to the jobs of each group on this page of the breakdown. */
  groupLinks(): Locator {
    return this.breakdown.getByRole('rowheader').getByRole('link');
  }

  /** The rows of the groups on this page of the breakdown. */
  groups(): Locator {
    return this.breakdown.getByRole('row').filter({ has: this.page.getByRole('rowheader') });
  }

  async breakDownBy(group: 'Instance type' | 'Tag' | 'Name prefix' | 'Job'): Promise<void> {
    await this.frame.content
      .getByRole('toolbar', { name: 'By', exact: true })
      .getByRole('button', { name: group })
      .click();
  }

  matchedRuns(spot: string, onDemand: string): Locator {
    return this.frame.content.getByRole('region', { name: `${spot} against ${onDemand}` });
  }

  /** What was paid in the last bar; the chart gives its bars no role. */
  lastBar(): Locator {
    return this.chart.locator('.recharts-bar').first().locator('.recharts-bar-rectangle').last();
  }

  async openBars(): Promise<Locator> {
    await this.frame.content.getByRole('button', { name: 'The bars as a table' }).click();
    return this.frame.content.getByRole('table', { name: 'Paid and saved over time' });
  }
}
