import { type Locator, type Page } from '@playwright/test';
import { AppFrame } from './app-frame';
import { EvaluationResult } from './evaluation-result';

/** The form that deploys a completed job. */
export class DeployPage {
  readonly form: Locator;
  readonly endpointName: Locator;
  readonly deploy: Locator;

  constructor(page: Page) {
    const { content } = new AppFrame(page);
    this.form = content.getByRole('form', { name: 'Deploy a model' });
    this.endpointName = content.getByRole('textbox', { name: 'Endpoint name' });
    this.deploy = content.getByRole('button', { name: 'Deploy', exact: true });
  }
}

/** The page of one endpoint, where its model is evaluated. */
export class EndpointPage {
  readonly inService: Locator;
  readonly evaluate: Locator;
  readonly cancel: Locator;
  readonly progress: Locator;
  readonly images: Locator;
  readonly labels: Locator;
  readonly result: EvaluationResult;
  private readonly content: Locator;

  constructor(private readonly page: Page) {
    this.content = new AppFrame(page).content;
    this.inService = this.content.getByText('In service', { exact: true });
    this.evaluate = this.content.getByRole('button', { name: 'Evaluate', exact: true });
    this.cancel = this.content.getByRole('button', { name: 'Cancel evaluation' });
    this.progress = this.content.getByRole('progressbar', { name: /^Evaluating/ });
    this.images = this.content.getByRole('textbox', { name: 'Test set' });
    this.labels = this.content.getByRole('textbox', { name: 'Labels' });
    this.result = new EvaluationResult(this.content);
  }

  heading(name: string): Locator {
    return this.content.getByRole('heading', { level: 1, name });
  }

  shown(text: string | RegExp): Locator {
    return this.content.getByText(text).first();
  }

  async delete(): Promise<void> {
    await this.content.getByRole('button', { name: 'Delete', exact: true }).click();
    const dialog = this.page.getByRole('dialog', { name: /^Delete / });
    await dialog.getByRole('button', { name: 'Delete endpoint' }).click();
    await dialog.waitFor({ state: 'hidden' });
  }
}

/** The list of endpoints and of kept evaluations. */
export class EndpointsPage {
  readonly heading: Locator;
  readonly endpoints: Locator;
  readonly evaluations: Locator;

  constructor(private readonly page: Page) {
    const { content } = new AppFrame(page);
    this.heading = content.getByRole('heading', { level: 1, name: 'Endpoints' });
    this.endpoints = content.getByRole('table', { name: 'Endpoints' });
    this.evaluations = content.getByRole('table', { name: 'Evaluations' });
  }

  async open(): Promise<void> {
    await this.page.goto('/local/endpoints');
    await this.heading.waitFor();
  }

  evaluationsOf(jobName: string): Locator {
    return this.evaluations.getByRole('row').filter({ hasText: jobName });
  }
}
