import { describe, expect, it } from 'vitest';
import { priceTable } from '../../store/price-table';
import { createPricingService } from './pricing-service';
import { requestContext as context } from '../../../../testing/local/request-context';

interface Product {
  product: { productFamily: string; sku: string; attributes: Record<string, string> };
  terms: { OnDemand: Record<string, { priceDimensions: Record<string, { pricePerUnit: { USD: string } }> }> };
}

const getProducts = (input: object) =>
  createPricingService().operations.GetProducts!({ ServiceCode: 'AmazonSageMaker', ...input }, context) as {
    PriceList: string[];
    NextToken?: string;
  };
const products = (...filters: [type: string, field: string, value: string][]) =>
  getProducts({ Filters: filters.map(([Type, Field, Value]) => ({ Type, Field, Value })) }).PriceList.map(
    (text) => JSON.parse(text) as Product,
  );
const types = (...filters: Parameters<typeof products>) =>
  products(...filters).map(({ product }) => product.attributes.instanceName);

describe('the price table', () => {
  it('names source, date and grade of every price, and lists no price twice', () => {
    for (const price of priceTable) {
      expect(price).toMatchObject({ grade: expect.stringMatching(/^[ABC]$/) as string, region: 'us-east-1' });
      expect(price.source.length).toBeGreaterThan(20);
      expect(price.asOf).toMatch(/^(\d{4}-\d{2}-\d{2}|\d{4}(\/\d{4})?)$/);
      expect(price.usdPerHour).toBeGreaterThan(0);
      expect(price.vCpu).toBeGreaterThan(0);
    }
    const keys = priceTable.map(({ component, instanceType }) => `${component} ${instanceType}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('GetProducts', () => {
  it('gives a training price in the shape of the Price List, with its source', () => {
    const [found, ...others] = products(
      ['TERM_MATCH', 'regionCode', 'us-east-1'],
      ['TERM_MATCH', 'productFamily', 'ML Instance'],
      ['TERM_MATCH', 'instanceName', 'ml.g5.2xlarge'],
      ['TERM_MATCH', 'platoinstancetype', 'Training'],
    );
    expect(others).toEqual([]);
    expect(found!.product.attributes).toMatchObject({
      component: 'Training',
      usagetype: 'USE1-Train:ml.g5.2xlarge',
      vCpu: '8',
      memory: '32 GiB',
      gpu: '1',
      'spotdeck:asOf': '2026-08-20',
      'spotdeck:source': expect.stringContaining('Price List') as string,
    });
    const [term] = Object.values(found!.terms.OnDemand);
    const [dimension] = Object.values(term!.priceDimensions);
    expect(Number(dimension!.pricePerUnit.USD)).toBe(1.515);
  });

  it('keeps training and hosting apart', () => {
    expect(
      products(['EQUALS', 'instanceName', 'ml.m5.large']).map(({ product }) => product.attributes.usagetype),
    ).toEqual(['USE1-Train:ml.m5.large', 'USE1-Host:ml.m5.large']);
  });

  it('knows every type of filter', () => {
    const hosting = ['TERM_MATCH', 'component', 'Hosting'] as [string, string, string];
    expect(types(['CONTAINS', 'instanceName', '.p3.'])).toEqual([
      'ml.p3.2xlarge',
      'ml.p3.8xlarge',
      'ml.p3.16xlarge',
    ]);
    expect(types(hosting, ['ANY_OF', 'instanceName', 'ml.m5.large, ml.m5.xlarge'])).toEqual([
      'ml.m5.large',
      'ml.m5.xlarge',
    ]);
    expect(types(hosting, ['NONE_OF', 'instanceName', 'ml.m5.large,ml.m5.xlarge'])).toEqual([
      'ml.m5.2xlarge',
    ]);
    expect(types(['TERM_MATCH', 'regionCode', 'eu-west-1'])).toEqual([]);
    expect(types(['TERM_MATCH', 'instanceName', 'ml.trn1.2xlarge'])).toEqual([]);
  });

  it('pages without losing or repeating a product', () => {
    const skus: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = getProducts({ MaxResults: 7, NextToken });
      skus.push(...page.PriceList.map((text) => (JSON.parse(text) as Product).product.sku));
      NextToken = page.NextToken;
    } while (NextToken);
    expect(new Set(skus).size).toBe(priceTable.length);
    expect(skus).toHaveLength(priceTable.length);
  });

  it('refuses another service, a broken token and a filter of unknown type', () => {
    const code = (name: string) => expect.objectContaining({ code: name }) as Error;
    expect(() => getProducts({ ServiceCode: 'AmazonEC2' })).toThrow(code('NotFoundException'));
    expect(() => getProducts({ NextToken: 'x' })).toThrow(code('InvalidNextTokenException'));
    expect(() => products(['LIKE', 'a', 'b'])).toThrow(code('InvalidParameterException'));
    expect(() => getProducts({ MaxResults: 101 })).toThrow(code('InvalidParameterException'));
  });
});

describe('DescribeServices and GetAttributeValues', () => {
  it('name the attributes and their values', () => {
    const { operations } = createPricingService();
    expect(operations.DescribeServices!({}, context)).toMatchObject({
      Services: [
        {
          ServiceCode: 'AmazonSageMaker',
          AttributeNames: expect.arrayContaining(['instanceName']) as string[],
        },
      ],
    });
    expect(
      operations.GetAttributeValues!({ ServiceCode: 'AmazonSageMaker', AttributeName: 'component' }, context),
    ).toEqual({ AttributeValues: [{ Value: 'Hosting' }, { Value: 'Training' }] });
  });
});
