import { type Locator, type Page } from '@playwright/test';
import { AppFrame } from './app-frame';

/** The live page of one training job. */
export class JobPage {
  readonly frame: AppFrame;
  readonly headline: Locator;
  readonly interruptions: Locator;
  readonly verdicts: Locator;
  readonly progress: Locator;
  /** Whose curves are drawn, of a log that several ranks print to. */
  readonly rank: Locator;
  readonly timeline: Locator;
  readonly log: Locator;
  readonly logCount: Locator;
  readonly stop: Locator;
  readonly deploy: Locator;
  readonly interrupt: Locator;
  readonly checkpointRows: Locator;
  readonly connectionLost: Locator;
  /** The notice that the backend could not be read. */
  readonly problem: Locator;
  readonly failureReason: Locator;
  /** It was deleted here. */
  readonly gone: Locator;
  /** It was deleted elsewhere. */
  readonly vanished: Locator;
  readonly favourite: Locator;
  readonly note: Locator;

  constructor(private readonly page: Page) {
    this.frame = new AppFrame(page);
    const { content } = this.frame;
    this.headline = content.getByTestId('headline');
    this.interruptions = content.getByTestId('interruptions');
    this.verdicts = content.getByRole('group', { name: 'How each attempt resumed' });
    this.progress = content.getByRole('progressbar', { name: /Epochs trained/ });
    this.rank = content.getByRole('button', { name: /^Rank whose curves are shown/ });
    this.timeline = content.getByRole('list', { name: 'Timeline of the job' });
    this.log = content.getByRole('log', { name: 'Training log' });
    this.logCount = content.getByRole('heading', { name: /^Live log/ });
    this.stop = content.getByRole('button', { name: 'Stop', exact: true });
    this.deploy = content.getByRole('link', { name: 'Deploy' });
    this.interrupt = content.getByRole('button', { name: 'Interrupt now' });
    this.connectionLost = content.getByText('Connection lost, reconnecting…');
    this.problem = content.getByText(/^Could not read /);
    this.failureReason = content.getByRole('paragraph').filter({ hasText: /^\w+Error: / });
    this.gone = content.getByText('This job is not there any more');
    this.vanished = content.getByText(/^No longer in the account since /).first();
    this.favourite = content.getByRole('button', { name: 'Favourite' });
    this.note = content.getByTestId('note');
    this.checkpointRows = content
      .getByRole('treegrid', { name: 'Checkpoints in S3' })
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader') });
  }

  async open(name: string, query = ''): Promise<void> {
    await this.page.goto(`/local/jobs/${name}${query}`);
    await this.heading(name).waitFor();
  }

  heading(name: string): Locator {
    return this.frame.content.getByRole('heading', { level: 1, name });
  }

  /** The state beside the name. */
  status(label: string): Locator {
    return this.frame.content.getByText(label, { exact: true }).first();
  }

  /** A value of the money card. */
  fact(label: string): Locator {
    return this.frame.content
      .locator('dl > div')
      .filter({ has: this.page.getByRole('term').getByText(label, { exact: true }) })
      .getByRole('definition');
  }

  async chooseRank(rank: string): Promise<void> {
    await this.rank.click();
    await this.page.getByRole('option', { name: rank, exact: true }).click();
  }

  /** A figure of the money card with its basis: `Saved by spot`, `Spent for nothing`, `Cost so far` … */
  money(label: string): Locator {
    return this.frame.content.getByRole('group', { name: label, exact: true });
  }

  chart(title: string): JobChart {
    return new JobChart(this.frame.content.getByRole('region', { name: `${title} chart` }));
  }

  async openTab(name: string | RegExp): Promise<void> {
    await this.frame.content.getByRole('tab', { name }).click();
  }

  /** Opens the dialog, fills it in and sends it. */
  async interruptNow(choice: { notice: boolean; capacityWaitSeconds: number }): Promise<void> {
    const dialog = await this.openInterruptDialog();
    await dialog.getByRole('radio', { name: 'Now' }).check();
    await this.sendInterruption(dialog, choice);
  }

  async interruptAfter(
    epoch: number,
    choice: { notice: boolean; capacityWaitSeconds: number },
  ): Promise<void> {
    const dialog = await this.openInterruptDialog();
    await dialog.getByRole('radio', { name: 'After an epoch' }).check();
    await dialog.getByRole('spinbutton', { name: 'Epoch' }).fill(String(epoch));
    await this.sendInterruption(dialog, choice);
  }

  private async openInterruptDialog(): Promise<Locator> {
    await this.interrupt.click();
    return this.page.getByRole('dialog', { name: 'Interrupt this job' });
  }

  private async sendInterruption(
    dialog: Locator,
    { notice, capacityWaitSeconds }: { notice: boolean; capacityWaitSeconds: number },
  ): Promise<void> {
    await dialog.getByRole('radio', { name: notice ? 'With notice' : 'Without notice' }).check();
    await dialog.getByRole('spinbutton', { name: /Wait for capacity/ }).fill(String(capacityWaitSeconds));
    await dialog.getByRole('button', { name: 'Interrupt', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  async confirmStop(): Promise<void> {
    await this.stop.click();
    const dialog = this.page.getByRole('dialog', { name: /^Stop / });
    await dialog.getByRole('button', { name: 'Stop', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /** The link of a line, from its time. */
  lineLink(sequence: number): Locator {
    return this.log.locator(`[data-sequence="${sequence}"]`).getByRole('link');
  }

  /** The line that the page was asked to show. */
  get soughtLine(): Locator {
    return this.log.locator('[aria-current]');
  }

  /** Of a row of files in S3. @returns the path of what was downloaded */
  async downloadFile(name: string): Promise<string> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.frame.content.getByRole('link', { name: `Download ${name}`, exact: true }).click(),
    ]);
    return download.path();
  }

  async downloadLog(): Promise<string> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.frame.content.getByRole('link', { name: 'Download the log' }).click(),
    ]);
    return download.path();
  }
}

/** One chart of the job page. */
export class JobChart {
  readonly legend: Locator;
  /** Drawn lines: those that count and those that were trained again. */
  readonly lines: Locator;

  constructor(readonly root: Locator) {
    this.lines = root.locator('[data-line]');
    this.legend = root.getByRole('list', { name: /^Legend of/ });
  }

  /** @returns the path of what was downloaded */
  async save(choice: 'Download as PNG' | 'Download values as CSV'): Promise<string> {
    const [download] = await Promise.all([this.root.page().waitForEvent('download'), this.choose(choice)]);
    return download.path();
  }

  /** An entry of the chart's menu. */
  async choose(option: string): Promise<void> {
    await this.root.getByRole('button', { name: /^Options of / }).click();
    await this.root.page().getByRole('menuitem', { name: option }).click();
  }

  /** Points at a share of the drawing's width, 0 to 1; drags to another one where it is given. */
  async point(from: number, to?: number): Promise<void> {
    const { mouse } = this.root.page();
    const drawing = this.root.getByRole('application');
    await drawing.scrollIntoViewIfNeeded();
    const box = await drawing.boundingBox();
    if (!box) throw new Error('the chart is not drawn');
    const middle = box.y + box.height / 2;
    await mouse.move(box.x + from * box.width, middle);
    if (to === undefined) return;
    await mouse.down();
    await mouse.move(box.x + to * box.width, middle, { steps: 4 });
    await mouse.up();
  }

  /** Stretches or places behind the lines: where training broke off, what was trained twice. */
  bands(kind: 'interruption' | 'recomputed'): Locator {
    return this.root.locator(`[data-band=${kind}]`);
  }

  /** What is written above resume points, in the drawing. */
  get resumeLabels(): Locator {
    return this.root.getByRole('application').getByText(/^↻/);
  }

  /** What the axis of epochs, rounds or time is divided by. */
  get ticks(): Locator {
    return this.root.locator('[data-tick=x]');
  }

  /** The label of a resume point. */
  resumeMark(text: string | RegExp): Locator {
    return this.root.getByText(text);
  }
}
