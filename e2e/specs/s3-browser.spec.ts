import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  CreateBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from '../fixtures/spotdeck';
import { uniqueName } from '../fixtures/training-jobs';
import { JobPage } from '../models/job-page';
import { LaunchPage } from '../models/launch-page';

test('A URI is chosen by browsing S3: buckets, folders, the newest first, a filter; what is not there is said', async ({
  page,
  aws,
}) => {
  const bucket = uniqueName('browsed');
  await aws.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  for (const Key of ['sets/old.csv', 'sets/new.csv', 'sets/deeper/part.csv', 'source/sourcedir.tar.gz'])
    await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'a'.repeat(2_000) }));
  const form = new LaunchPage(page);
  await form.open();

  await test.step('from the buckets down to a folder', async () => {
    const dialog = await form.browse('S3 URI 1');
    await dialog.getByRole('button', { name: 'Buckets', exact: true }).click();
    await dialog.getByRole('searchbox', { name: 'Filter by name' }).fill(bucket);
    await dialog.getByRole('button', { name: bucket, exact: true }).click();
    await dialog.getByRole('button', { name: 'sets/', exact: true }).click();
    const rows = dialog.getByRole('table').getByRole('row');
    await expect(rows).toHaveText([/Name.*Size.*Last changed/, /deeper\//, /new\.csv.*2\.0 kB/, /old\.csv/]);
    await dialog.getByRole('searchbox', { name: 'Filter by name' }).fill('OLD');
    await expect(rows).toHaveCount(2);
    await dialog.getByRole('button', { name: 'Choose this folder' }).click();
    await expect(dialog).toBeHidden();
    await expect(form.form.getByRole('textbox', { name: 'S3 URI 1', exact: true })).toHaveValue(
      `s3://${bucket}/sets/`,
    );
  });

  await test.step('an archive alone is an archive, by the keyboard too, and Enter launches nothing', async () => {
    await form.form.getByRole('button', { name: 'Archive in S3', exact: true }).click();
    const dialog = await form.browse('Archive');
    const place = dialog.getByRole('textbox', { name: 'Go to' });
    await place.fill(`s3://${bucket}/source`);
    await place.press('Enter');
    await dialog.getByRole('radio', { name: 'Choose sourcedir.tar.gz' }).check();
    await dialog.getByRole('button', { name: 'Choose', exact: true }).press('Enter');
    await expect(form.field('Archive')).toHaveValue(`s3://${bucket}/source/sourcedir.tar.gz`);
    await expect(page).toHaveURL(/\/jobs\/new/);
  });

  await test.step('a bucket that is not there is said to be so, and what is empty too', async () => {
    const dialog = await form.browse('Output URI');
    const place = dialog.getByRole('textbox', { name: 'Go to' });
    await place.fill('s3://no-such-bucket-anywhere/');
    await place.press('Enter');
    await expect(
      dialog.getByText(/Could not list s3:\/\/no-such-bucket-anywhere\/: it does not exist/),
    ).toBeVisible();
    await place.fill(`s3://${bucket}/results/of/mine`);
    await place.press('Enter');
    await expect(dialog.getByText(/Nothing lies here\. A prefix need not exist/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Choose this folder' }).click();
    await expect(form.field('Output URI')).toHaveValue(`s3://${bucket}/results/of/mine/`);
  });
});

test('Data of this computer are uploaded: paused, gone on with after a reload, asked about, cancelled, and trained on', async ({
  page,
  aws,
}, info) => {
  const name = uniqueName('uploaded');
  const Bucket = uniqueName('data');
  const uri = `s3://${Bucket}/data/${name}/training/`;
  const [data, script] = [info.outputPath('data'), info.outputPath('train.mjs')];
  await mkdir(path.join(data, 'more'), { recursive: true });
  const bytes = Buffer.alloc(20 * 2 ** 20, 'spotdeck');
  await writeFile(path.join(data, 'train.bin'), bytes);
  await writeFile(path.join(data, 'more', 'labels é.csv'), 'a,b');
  await writeFile(path.join(data, 'more', 'empty'), '');
  await writeFile(
    script,
    `import { statSync } from 'node:fs';
     const size = (file) => statSync(process.env.SM_CHANNEL_TRAINING + '/' + file).size;
     console.log('sizes ' + ['train.bin', 'more/labels é.csv', 'more/empty'].map(size).join(' '));`,
  );
  await aws.s3.send(new CreateBucketCommand({ Bucket }));
  /** Numbers of the parts that were sent; the second is kept waiting while it is held. */
  const sent: string[] = [];
  let held = true;
  await page.route(/\/local\/upload\?/, async (route) => {
    const part = new URL(route.request().url()).searchParams.get('number');
    if (part !== null) sent.push(part);
    if (!held || part !== '2') await route.continue();
  });
  const form = new LaunchPage(page);
  const uploading = async () => {
    await form.form.getByRole('button', { name: 'Upload data: S3 URI 1', exact: true }).click();
    return page.getByRole('dialog', { name: 'Upload data: S3 URI 1' });
  };
  const channel = form.form.getByRole('textbox', { name: 'S3 URI 1', exact: true });

  const dialog =
    await test.step('a folder, paused with a part on its way; the form goes on meanwhile', async () => {
      await form.open('?from=scratch');
      await form.name.fill(name);
      await form.form.getByRole('button', { name: 'Add a channel' }).click();
      await form.form.getByRole('textbox', { name: 'Channel 1', exact: true }).fill('training');
      const opened = await uploading();
      const target = opened.getByRole('textbox', { name: 'Upload to' });
      await expect(target).toHaveValue(new RegExp(`^s3://[^/]+/data/${name}/training/$`));
      await target.fill(uri);
      await opened.getByLabel('Folder of data').setInputFiles(data);
      await expect(opened.getByText(/^3 files, 21\.0 MB: /)).toBeVisible();
      await opened.getByRole('button', { name: 'Upload', exact: true }).click();
      await expect(opened.getByText(/^12\.6 MB of 21\.0 MB/)).toBeVisible();
      await opened.getByRole('button', { name: 'Go on with the form' }).click();
      await expect(channel).toHaveValue(uri);
      await expect(channel).toHaveAccessibleDescription(/The data there are not whole/);
      await form.form.getByRole('button', { name: 'Show the upload' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
      await expect(page.getByText(/, paused$/).first()).toBeVisible();
      return opened;
    });

  await test.step('after a reload the same file is chosen again, and only what is missing is sent', async () => {
    await page.reload();
    held = false;
    await uploading();
    const unfinished = dialog.getByRole('region', { name: 'Uploads that are not finished' });
    await expect(unfinished).toContainText(`train.bin, 21.0 MB, to ${uri}`);
    await unfinished.getByRole('button', { name: 'Go on' }).click();
    await expect(dialog.getByRole('textbox', { name: 'Upload to' })).toHaveValue(uri);
    await dialog.getByLabel('Folder of data').setInputFiles(data);
    sent.length = 0;
    await dialog.getByRole('button', { name: 'Upload', exact: true }).click();
    await expect(dialog.getByText('2 of the files lie there already')).toBeVisible();
    await dialog.getByRole('button', { name: 'Skip them' }).click();
    await expect(dialog.getByText('All of it is in S3.')).toBeVisible();
    expect(sent).toEqual(['2']);
    const Key = `data/${name}/training/train.bin`;
    expect((await aws.s3.send(new HeadObjectCommand({ Bucket, Key }))).ContentLength).toBe(bytes.length);
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    await expect(channel).toHaveValue(uri);
  });

  await test.step('what is cancelled leaves nothing in S3', async () => {
    held = true;
    await uploading();
    await dialog.getByRole('textbox', { name: 'Upload to' }).fill(`s3://${Bucket}/cancelled/`);
    await dialog.getByLabel('Data files').setInputFiles(path.join(data, 'train.bin'));
    await dialog.getByRole('button', { name: 'Upload', exact: true }).click();
    await dialog.getByRole('button', { name: 'Cancel the upload' }).click();
    await dialog.getByRole('button', { name: 'Cancel and delete what is not whole' }).click();
    await expect(dialog.getByRole('textbox', { name: 'Upload to' })).toBeVisible();
    await expect
      .poll(async () => (await aws.s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? [])
      .toEqual([]);
    await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
    await channel.fill(uri);
  });

  await test.step('a job is launched with the data, and reads them', async () => {
    await form.chooseFiles(script);
    await form.entryPoint.fill('train.mjs');
    await form.entryPoint.press('Enter');
    await expect(form.preflight).not.toContainText(/needs? a value|Checking/);
    await form.launch.click();
    const job = new JobPage(page);
    await expect(job.heading(name)).toBeVisible();
    await expect(page.getByText(`sizes ${bytes.length} 3 0`)).toBeVisible({ timeout: 40_000 });
  });
});
