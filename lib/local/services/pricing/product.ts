import { createHash } from 'node:crypto';
import { type InstancePrice } from '../../store/price-table';

/** A price as the Price List API writes it: a product with its attributes and its on-demand term. */

export const serviceCode = 'AmazonSageMaker';
export const productFamily = 'ML Instance';

/** The Price List's own codes for an on-demand term and for an hourly rate. */
const onDemandTerm = 'JRTCKXETXF';
const hourlyRate = '6YS6EN2CT7';

const regions: Readonly<Record<string, { location: string; usagePrefix: string }>> = {
  'us-east-1': { location: 'US East (N. Virginia)', usagePrefix: 'USE1' },
};
const usage = { Training: 'Train', Hosting: 'Host' } as const;

/** Same product, same sku, as in the Price List: sixteen letters and digits. */
const skuOf = (price: InstancePrice): string =>
  createHash('sha256')
    .update(`${price.region} ${price.component} ${price.instanceType}`)
    .digest('hex')
    .slice(0, 16)
    .toUpperCase();

export const attributesOf = (price: InstancePrice): Record<string, string> => {
  const region = regions[price.region];
  const usagetype = `${usage[price.component]}:${price.instanceType}`;
  const optional = {
    vCpu: price.vCpu?.toString(),
    memory: price.memoryGib === undefined ? undefined : `${price.memoryGib} GiB`,
    gpu: price.gpu === undefined ? undefined : price.gpu === 0 ? 'N/A' : String(price.gpu),
    location: region?.location,
    usagetype: region && `${region.usagePrefix}-${usagetype}`,
  };
  return {
    servicecode: serviceCode,
    servicename: 'Amazon SageMaker',
    regionCode: price.region,
    locationType: 'AWS Region',
    instanceName: price.instanceType,
    instanceType: price.instanceType,
    component: price.component,
    platoinstancetype: price.component,
    operation: 'RunInstance',
    ...Object.fromEntries(
      Object.entries(optional).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    'spotdeck:source': price.source,
    'spotdeck:asOf': price.asOf,
    'spotdeck:grade': price.grade,
  };
};

export const productOf = (price: InstancePrice): object => {
  const sku = skuOf(price);
  const term = `${sku}.${onDemandTerm}`;
  const rateCode = `${term}.${hourlyRate}`;
  return {
    product: { productFamily, attributes: attributesOf(price), sku },
    serviceCode,
    terms: {
      OnDemand: {
        [term]: {
          priceDimensions: {
            [rateCode]: {
              unit: 'Hrs',
              endRange: 'Inf',
              description: `$${price.usdPerHour} per ${price.component} ${price.instanceType} hour`,
              appliesTo: [],
              rateCode,
              beginRange: '0',
              pricePerUnit: { USD: price.usdPerHour.toFixed(10) },
            },
          },
          sku,
          offerTermCode: onDemandTerm,
          termAttributes: {},
        },
      },
    },
  };
};
