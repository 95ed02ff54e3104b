import { z } from 'zod';
import { type InstancePrice, priceTable } from '../../store/price-table';
import { AwsError } from '../../core/aws-error';
import { type RpcService } from '../../wire/service';
import { declareWith } from '../declared-operation';
import { list, oneOf, text, whole } from '../../core/input/constraint';
import { parseInput } from '../input/parse-input';
import { attributesOf, productFamily, productOf, serviceCode } from './product';

/** The Price List API over the table in the store. It knows one service and one Region. */

const filterTypes = ['TERM_MATCH', 'EQUALS', 'CONTAINS', 'ANY_OF', 'NONE_OF'] as const;

const filter = z.strictObject({
  Type: oneOf(filterTypes),
  Field: text({ min: 1, max: 1024 }),
  Value: text({ min: 1, max: 1024 }),
});

const formatVersion = { FormatVersion: oneOf(['aws_v1']).optional() };

const paging = {
  NextToken: z.string().optional(),
  MaxResults: whole({ min: 1, max: 100 }).default(100),
};

const productsInput = z.strictObject({
  ServiceCode: z.string(),
  Filters: list(filter, { max: 50 }).default([]),
  ...formatVersion,
  ...paging,
});
const servicesInput = z.strictObject({ ServiceCode: z.string().optional(), ...formatVersion, ...paging });
const valuesInput = z.strictObject({ ServiceCode: z.string(), AttributeName: z.string(), ...paging });

const parse = <Output>(schema: z.ZodType<Output>, input: unknown): Output => {
  try {
    return parseInput(schema, input);
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ValidationException') {
      throw new AwsError('InvalidParameterException', error.message);
    }
    throw error;
  }
};

const declare = declareWith(parse);

const requireService = (code: string): void => {
  if (code === serviceCode) return;
  throw new AwsError(
    'NotFoundException',
    `The local backend has no prices of ${code}, only of ${serviceCode}.`,
  );
};

/** What filters see: the attributes and the family; the names of fields are read without regard to case. */
const fieldsOf = (price: InstancePrice): Map<string, string> =>
  new Map(
    Object.entries({ ...attributesOf(price), productFamily }).map(([name, value]) => [
      name.toLowerCase(),
      value,
    ]),
  );

const matches = ({ Type, Field, Value }: z.infer<typeof filter>, fields: Map<string, string>): boolean => {
  const value = fields.get(Field.toLowerCase());
  const listed = () => value !== undefined && Value.split(',').some((one) => one.trim() === value);
  if (Type === 'CONTAINS') return value?.includes(Value) ?? false;
  if (Type === 'ANY_OF') return listed();
  if (Type === 'NONE_OF') return !listed();
  return value === Value;
};

/** One page of `items`; a token is the position of the first item that is left. */
const pageOf = <Item>(items: readonly Item[], request: { NextToken?: string; MaxResults: number }) => {
  const token = request.NextToken ?? '';
  if (!/^\d*$/.test(token) || Number(token) > items.length) {
    throw new AwsError(
      'InvalidNextTokenException',
      'The pagination token is invalid. Try again without a pagination token.',
    );
  }
  const end = Number(token) + request.MaxResults;
  return {
    page: items.slice(Number(token), end),
    next: end < items.length ? { NextToken: String(end) } : {},
  };
};

export const createPricingService = (): RpcService => ({
  targetPrefix: 'AWSPriceListService',
  jsonVersion: '1.1',
  signingNames: ['pricing'],
  operations: {
    // https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_GetProducts.html
    GetProducts: declare(productsInput, (request) => {
      requireService(request.ServiceCode);
      const found = priceTable.filter((price) => {
        const fields = fieldsOf(price);
        return request.Filters.every((one) => matches(one, fields));
      });
      const { page, next } = pageOf(found, request);
      return {
        FormatVersion: request.FormatVersion ?? 'aws_v1',
        PriceList: page.map((price) => JSON.stringify(productOf(price))),
        ...next,
      };
    }),
    // https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_DescribeServices.html
    DescribeServices: declare(servicesInput, (request) => {
      requireService(request.ServiceCode ?? serviceCode);
      const names = new Set(priceTable.flatMap((price) => Object.keys(attributesOf(price))));
      const AttributeNames = [...names, 'productFamily'].sort();
      const { page, next } = pageOf([{ ServiceCode: serviceCode, AttributeNames }], request);
      return { FormatVersion: request.FormatVersion ?? 'aws_v1', Services: page, ...next };
    }),
    // https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_GetAttributeValues.html
    GetAttributeValues: declare(valuesInput, (request) => {
      requireService(request.ServiceCode);
      const values = priceTable.map((price) => fieldsOf(price).get(request.AttributeName.toLowerCase()));
      const distinct = [...new Set(values)].filter((value) => value !== undefined).sort();
      const { page, next } = pageOf(distinct, request);
      return { AttributeValues: page.map((Value) => ({ Value })), ...next };
    }),
  },
});
