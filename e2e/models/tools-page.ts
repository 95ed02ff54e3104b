import { type Locator, type Page } from '@playwright/test';
import { AppFrame } from './app-frame';

/** The lines that point each AWS client at the backend. */
export class ToolsPage {
  readonly frame: AppFrame;
  readonly heading: Locator;

  constructor(private readonly page: Page) {
    this.frame = new AppFrame(page);
    this.heading = this.frame.content.getByRole('heading', { level: 1, name: 'From your own tools' });
  }

  open = () => this.page.goto('/local/tools');

  /** The lines of a tool, by the tool's name. */
  lines = (tool: string): Locator => this.frame.content.getByRole('region', { name: tool }).locator('pre');
}
