import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from '../fixtures/spotdeck';
import { uniqueName } from '../fixtures/training-jobs';
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
