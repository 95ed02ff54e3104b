import { type Locator, type Page } from '@playwright/test';
import { AppFrame } from './app-frame';

/** The launch form. */
export class LaunchPage {
  readonly frame: AppFrame;
  readonly form: Locator;
  readonly name: Locator;
  readonly beginFrom: Locator;
  readonly entryPoint: Locator;
  readonly role: Locator;
  readonly launch: Locator;
  readonly verify: Locator;
  readonly preflight: Locator;
  readonly spot: Locator;
  readonly checkpoints: Locator;

  constructor(private readonly page: Page) {
    this.frame = new AppFrame(page);
    this.form = this.frame.content.getByRole('form', { name: 'Launch a training job' });
    this.name = this.field('Job name');
    this.beginFrom = this.form.getByRole('button', { name: /^Begin from/ });
    this.entryPoint = this.form.getByRole('combobox', { name: 'Entry point' });
    this.role = this.form.getByRole('combobox', { name: 'Execution role' });
    this.launch = this.form.getByRole('button', { name: 'Launch', exact: true });
    this.verify = this.form.getByRole('button', { name: 'Verify locally for one epoch' });
    this.preflight = this.form.getByTestId('preflight');
    this.spot = this.form.getByRole('checkbox', { name: 'Managed spot training' });
    this.checkpoints = this.form.getByRole('checkbox', { name: 'Save checkpoints to S3' });
  }

  async open(query = ''): Promise<void> {
    await this.page.goto(`/local/jobs/new${query}`);
    await this.frame.content.getByRole('heading', { level: 1, name: 'Launch a training job' }).waitFor();
    await this.name.waitFor();
  }

  /** A text field by its label; its description says what is wrong with it. */
  field(label: string): Locator {
    return this.form.getByRole('textbox', { name: label, exact: true });
  }

  /** The request in one of its forms. */
  snippet(label: 'CreateTrainingJob' | 'AWS CLI' | 'Python SDK'): Locator {
    return this.form.getByRole('tabpanel', { name: label }).locator('pre');
  }

  /** The container with that heading. */
  section(heading: string, addText: string): Locator {
    return this.form
      .locator('div')
      .filter({ has: this.page.getByRole('heading', { name: heading, exact: true }) })
      .filter({ has: this.page.getByRole('button', { name: addText, exact: true }) })
      .last();
  }

  /** Takes back the row that the button has added. */
  async removeLastRow(addText: string): Promise<void> {
    await this.form
      .getByRole('button', { name: addText, exact: true })
      .locator('xpath=ancestor::*[.//button[normalize-space()="Remove"]][1]')
      .getByRole('button', { name: 'Remove', exact: true })
      .last()
      .click();
  }

  get hyperparameters(): Locator {
    return this.section('Hyperparameters', 'Add a hyperparameter');
  }

  /** Sets a hyperparameter that the form has. */
  async setHyperparameter(name: string, value: string): Promise<void> {
    const names = this.hyperparameters.getByRole('textbox', { name: /^Name \d+$/ });
    const known = await names.evaluateAll((inputs) =>
      inputs.map((input) => (input as HTMLInputElement).value),
    );
    const index = known.indexOf(name);
    if (index === -1) throw new Error(`the form has no hyperparameter ${name}, only ${known.join(', ')}`);
    await this.hyperparameters.getByRole('textbox', { name: `Value ${index + 1}`, exact: true }).fill(value);
  }

  async addHyperparameter(name: string, value: string): Promise<void> {
    const count = await this.hyperparameters.getByRole('textbox', { name: /^Name \d+$/ }).count();
    await this.hyperparameters.getByRole('button', { name: 'Add a hyperparameter' }).click();
    await this.hyperparameters.getByRole('textbox', { name: `Name ${count + 1}`, exact: true }).fill(name);
    await this.hyperparameters.getByRole('textbox', { name: `Value ${count + 1}`, exact: true }).fill(value);
  }

  async begin(from: string | RegExp): Promise<void> {
    await this.beginFrom.click();
    await this.form.getByRole('option', { name: from }).click();
  }

  /** Opens the dialog that fills a URI field. */
  async browse(label: string): Promise<Locator> {
    await this.form.getByRole('button', { name: `Browse S3: ${label}`, exact: true }).click();
    return this.page.getByRole('dialog', { name: `Choose in S3: ${label}` });
  }

  async openSection(name: string): Promise<void> {
    await this.form.getByRole('button', { name, expanded: false }).click();
  }

  /** Files for the upload, as the file chooser gives them. */
  async chooseFiles(...paths: string[]): Promise<void> {
    await this.form.getByLabel('Files of the training script').setInputFiles(paths);
  }

  async chooseFolder(path: string): Promise<void> {
    await this.form.getByLabel('Folder of the training script').setInputFiles(path);
  }
}
