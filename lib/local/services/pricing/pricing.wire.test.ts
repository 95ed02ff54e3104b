import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { GetProductsCommand, paginateGetProducts, PricingClient } from '@aws-sdk/client-pricing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { priceTable } from '../../store/price-table';
import { createWireServer, type WireServer } from '../../wire/server';
import { createPricingService } from './pricing-service';

const run = promisify(execFile);
const environment = {
  ...process.env,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
};
const hasCli = await run('aws', ['--version'], { env: environment }).then(
  () => true,
  () => false,
);

let server: WireServer;
let client: PricingClient;

beforeAll(async () => {
  server = await createWireServer({
    rpcServices: [createPricingService()],
    restServices: [],
    host: '127.0.0.1',
    port: 0,
  });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new PricingClient({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await server.close();
});

describe('Pricing over the wire', () => {
  it('gives the SDK one price as a JSON text', async () => {
    const { PriceList } = await client.send(
      new GetProductsCommand({
        ServiceCode: 'AmazonSageMaker',
        Filters: [
          { Type: 'TERM_MATCH', Field: 'regionCode', Value: 'us-east-1' },
          { Type: 'TERM_MATCH', Field: 'instanceName', Value: 'ml.m5.large' },
          { Type: 'TERM_MATCH', Field: 'platoinstancetype', Value: 'Hosting' },
        ],
      }),
    );
    expect(PriceList).toHaveLength(1);
    expect(String(PriceList![0])).toContain('"USD":"0.1150000000"');
  });

  it('pages with the SDK’s own paginator and gives errors by name', async () => {
    let count = 0;
    const pages = paginateGetProducts({ client, pageSize: 10 }, { ServiceCode: 'AmazonSageMaker' });
    for await (const page of pages) count += page.PriceList?.length ?? 0;
    expect(count).toBe(priceTable.length);
    const unknown = client.send(new GetProductsCommand({ ServiceCode: 'AmazonEC2' }));
    await expect(unknown).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  it.skipIf(!hasCli)('answers the AWS CLI', async () => {
    const args = ['pricing', 'get-products', '--service-code', 'AmazonSageMaker', '--output', 'json'];
    const filters = ['--filters', 'Type=TERM_MATCH,Field=usagetype,Value=USE1-Train:ml.p3.2xlarge'];
    const { stdout } = await run('aws', [...args, ...filters, '--endpoint-url', server.url], {
      env: environment,
    });
    const { PriceList } = JSON.parse(stdout) as { PriceList: string[] };
    expect(PriceList.map((text) => (JSON.parse(text) as { serviceCode: string }).serviceCode)).toEqual([
      'AmazonSageMaker',
    ]);
  });
});
