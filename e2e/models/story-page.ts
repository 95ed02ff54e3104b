import { type Locator, type Page } from '@playwright/test';
import { AppFrame } from './app-frame';

/** The page that plays an example's whole story. */
export class StoryPage {
  readonly frame: AppFrame;
  readonly play: Locator;
  readonly stop: Locator;
  readonly goOn: Locator;
  readonly state: Locator;

  constructor(private readonly page: Page) {
    this.frame = new AppFrame(page);
    this.play = this.button('Play it');
    this.stop = this.button('Stop');
    this.goOn = this.button('Go on');
    this.state = this.frame.content.getByTestId('story-state');
  }

  async open(): Promise<void> {
    await this.page.goto('/local/story');
    await this.play.waitFor();
  }

  step(name: string): Locator {
    return this.frame.content.getByTestId(`step-${name}`);
  }

  private button(name: string): Locator {
    return this.frame.content.getByRole('button', { name, exact: true });
  }
}
