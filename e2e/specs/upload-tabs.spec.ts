import { writeFile } from 'node:fs/promises';
import { CreateBucketCommand, HeadObjectCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { type Page } from '@playwright/test';
import { expect, test } from '../fixtures/spotdeck';
import { uniqueName } from '../fixtures/training-jobs';
import { LaunchPage } from '../models/launch-page';

test('Of two tabs with the same file one uploads: the other says so, cancels nothing of it, and takes over when it is paused', async ({
  page,
  context,
  aws,
}, info) => {
  const Bucket = uniqueName('tabs');
  const uri = `s3://${Bucket}/set/`;
  const file = info.outputPath('train.bin');
  const bytes = Buffer.alloc(20 * 2 ** 20, 'spotdeck');
  await writeFile(file, bytes);
  await aws.s3.send(new CreateBucketCommand({ Bucket }));
  const unfinished = async () =>
    (await aws.s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads?.length ?? 0;

  const first = await openTab(page, { holdsPart: '2' });
  const other = await context.newPage();
  const second = await openTab(other, {});

  await test.step('the first one sends', async () => {
    await first.begin(uri, file);
    await expect(first.dialog.getByText(/^12\.6 MB of 21\.0 MB/)).toBeVisible();
  });
  await test.step('the second one says who has it, where it lists it and where it is asked to send it', async () => {
    await second.open();
    const list = second.dialog.getByRole('region', { name: 'Uploads that are not finished' });
    await expect(list).toContainText('Another tab of this browser is uploading it now.');
    await expect(list.getByRole('button', { name: 'Go on' })).toBeDisabled();
    await expect(list.getByRole('button', { name: 'Discard' })).toBeDisabled();
    await second.begin(uri, file);
    await expect(second.dialog.getByRole('row', { name: /train\.bin/ })).toContainText(
      'Another tab of this browser is uploading a file to this place.',
    );
    expect(second.sent).toEqual([]);
    expect(await unfinished()).toBe(1);
  });
  await test.step('closed there, nothing of the first one is taken back', async () => {
    await second.dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    expect(await unfinished()).toBe(1);
    await second.open();
    await second.begin(uri, file);
    await expect(second.dialog.getByRole('button', { name: 'Try again' })).toBeVisible();
  });
  await test.step('paused here, it is gone on with there, and not twice', async () => {
    await first.dialog.getByRole('button', { name: 'Pause' }).click();
    await expect(first.dialog.getByText(/, paused$/)).toBeVisible();
    second.hold('2');
    await second.dialog.getByRole('button', { name: 'Try again' }).click();
    await expect(second.dialog.getByText(/^12\.6 MB of 21\.0 MB/)).toBeVisible();
    await first.dialog.getByRole('button', { name: 'Go on', exact: true }).click();
    await expect(first.dialog.getByRole('row', { name: /train\.bin/ })).toContainText(
      'Another tab of this browser',
    );
    second.letGo();
    await expect(second.dialog.getByText('All of it is in S3.')).toBeVisible();
    expect(second.sent).toEqual(['2']);
    expect((await aws.s3.send(new HeadObjectCommand({ Bucket, Key: 'set/train.bin' }))).ContentLength).toBe(
      bytes.length,
    );
    expect(await unfinished()).toBe(0);
  });
  await other.close();
});

/** A tab with the launch form; of its upload the numbers of the parts that were sent, but for one that is held. */
const openTab = async (page: Page, { holdsPart }: { holdsPart?: string }) => {
  const sent: string[] = [];
  let held = holdsPart;
  const waiting: (() => void)[] = [];
  await page.route(/\/local\/upload\?/, async (route) => {
    const part = new URL(route.request().url()).searchParams.get('number');
    if (part !== null) sent.push(part);
    if (part !== null && part === held) await new Promise<void>((resolve) => waiting.push(resolve));
    // What was given up meanwhile has nobody who waits for it.
    await route.continue().catch(() => undefined);
  });
  const form = new LaunchPage(page);
  await form.open('?from=scratch');
  await form.form.getByRole('button', { name: 'Add a channel' }).click();
  const dialog = page.getByRole('dialog', { name: 'Upload data: S3 URI 1' });
  const open = () => form.form.getByRole('button', { name: 'Upload data: S3 URI 1', exact: true }).click();
  return {
    form,
    dialog,
    sent,
    open,
    begin: async (uri: string, file: string) => {
      if (!(await dialog.isVisible())) await open();
      await dialog.getByRole('textbox', { name: 'Upload to' }).fill(uri);
      await dialog.getByLabel('Data files').setInputFiles(file);
      await dialog.getByRole('button', { name: 'Upload', exact: true }).click();
    },
    hold: (part: string) => {
      held = part;
    },
    letGo: () => {
      held = undefined;
      waiting.splice(0).forEach((resolve) => resolve());
    },
  };
};
