import { type Locator, type Page } from '@playwright/test';
import { AppFrame } from './app-frame';

/** Whose AWS is shown, and what they may do there. */
export class AccountPage {
  readonly frame: AppFrame;
  readonly heading: Locator;

  constructor(private readonly page: Page) {
    this.frame = new AppFrame(page);
    this.heading = this.frame.content.getByRole('heading', { level: 1, name: 'Account' });
  }

  open = () => this.page.goto('/local/account');

  /** What a part of the use cases needs, e.g. `To watch`. */
  needs = (part: string): Locator => this.frame.content.getByRole('region', { name: part });
}
