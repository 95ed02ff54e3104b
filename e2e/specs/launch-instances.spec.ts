import { expect, test } from '../fixtures/spotdeck';
import { LaunchPage } from '../models/launch-page';

test('Instance types are found by what they have, with what they cost, and an unknown one gets a short refusal', async ({
  page,
}) => {
  const form = new LaunchPage(page);
  await form.open();
  const field = form.form.getByRole('combobox', { name: 'Instance type' });
  await test.step('by the GPU: family, vCPUs, memory and price', async () => {
    await field.fill('A10G');
    const offer = page.getByRole('option', { name: /ml\.g5\.xlarge/ });
    await expect(offer).toContainText(/4 vCPU/);
    await expect(offer).toContainText(/16 GiB/);
    await expect(offer).toContainText(/A10G/);
    await expect(offer).toContainText(/\$1\.\d+/);
    await offer.click();
    await expect(field).toHaveValue('ml.g5.xlarge');
  });
  await test.step('one that SageMaker does not have', async () => {
    await field.fill('ml.nosuch.large');
    await field.press('Tab');
    const refusal = form.preflight.getByRole('listitem').filter({ hasText: 'ml.nosuch.large' });
    await expect(refusal).toHaveText(
      'Instance typeSageMaker trains on no ml.nosuch.large. Choose a type of the list.',
    );
    await refusal.getByRole('button', { name: 'Instance type' }).click();
    await expect(field).toBeFocused();
  });
});
