/** Buckets: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingBucket.html */
import { z } from 'zod';
import type { FileObjectStore } from '../../store/file-object-store';
import type { StoredBucket } from '../../store/object-store';
import { AwsError } from '../../core/aws-error';
import { element, textElement } from '../../wire/xml-writer';
import { readToken, writeToken } from './listing-query';
import type { S3Operation } from './object-operations';
import { checkBucketTags, parseBucketTags, tagSet, writeTags } from './object-tags';
import { refusal } from './refusals';
import { readPayload } from './request-payload';
import { queryNumber, type S3Request } from './s3-request';
import { ownerElement, parseXmlBody, timeElement, writeXml } from './s3-xml';

const home = 'us-east-1';
const maxPageSize = 10_000;

/** Members that S3 knows and this backend refuses by name are let through the parser to be named. */
const createBody = z.preprocess(
  (content) => (content === '' ? {} : content),
  z.strictObject({
    LocationConstraint: z.string().optional(),
    Location: z.unknown().optional(),
    Bucket: z.unknown().optional(),
    Tags: tagSet.optional(),
  }),
);

export const createBucketOperations = (objects: FileObjectStore) => {
  const bucketOf = ({ bucket }: S3Request): StoredBucket => {
    const stored = objects.bucketExists(bucket)
      ? objects.listBuckets().find(({ name }) => name === bucket)
      : undefined;
    if (stored) return stored;
    throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket });
  };

  const createBucket: S3Operation = async (request) => {
    const { bucket, response } = request;
    const { region, tags } = await readConfiguration(request);
    const exists = objects.bucketExists(bucket);
    // us-east-1 answers 200 to the owner who creates a bucket again.
    if (!exists || region !== undefined) objects.createBucket(bucket, region);
    if (!exists && tags !== undefined) objects.tagBucket(bucket, tags);
    response.writeHead(200, { location: `/${bucket}`, 'content-length': 0 }).end();
  };

  return {
    ListBuckets: (request) => listBuckets(objects, request),
    CreateBucket: createBucket,
    HeadBucket(request) {
      const { region = home } = bucketOf(request);
      const headers = {
        'x-amz-bucket-region': regionOf(region),
        'x-amz-access-point-alias': 'false',
        'content-type': 'application/xml',
        'content-length': 0,
      };
      request.response.writeHead(200, headers).end();
    },
    DeleteBucket({ bucket, response }) {
      objects.deleteBucket(bucket);
      response.writeHead(204).end();
    },
    GetBucketLocation(request) {
      // An empty constraint is us-east-1.
      writeXml(request.response, 200, 'LocationConstraint', textContent(bucketOf(request).region));
    },
    GetBucketTagging(request) {
      const { name, tags } = bucketOf(request);
      if (tags === undefined || tags.length === 0)
        throw new AwsError('NoSuchTagSet', 'The TagSet does not exist', { BucketName: name });
      writeTags(request.response, tags);
    },
    async PutBucketTagging(request) {
      const { name } = bucketOf(request);
      objects.tagBucket(name, await parseBucketTags(await readPayload(request)));
      request.response.writeHead(204).end();
    },
    DeleteBucketTagging(request) {
      objects.tagBucket(bucketOf(request).name, undefined);
      request.response.writeHead(204).end();
    },
    GetBucketVersioning(request) {
      bucketOf(request);
      // Without a status: versions were never kept.
      writeXml(request.response, 200, 'VersioningConfiguration', '');
    },
  } satisfies Record<string, S3Operation>;
};

/** Regions are names of two or three words and a number, so nothing needs escaping. */
const textContent = (region: string | undefined): string => region ?? '';

/** `EU` is the old name of eu-west-1. */
const regionOf = (constraint: string): string => (constraint === 'EU' ? 'eu-west-1' : constraint);

/** @throws AwsError InvalidLocationConstraint, InvalidTag, MalformedXML, NotImplemented */
const readConfiguration = async (request: S3Request): Promise<Pick<StoredBucket, 'region' | 'tags'>> => {
  const { headers } = request.incoming;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return {};
  const body = await readPayload(request);
  if (body.length === 0) return {};
  const parsed = await parseXmlBody(body, 'CreateBucketConfiguration', createBody);
  const refused = (['Location', 'Bucket'] as const).find((name) => parsed[name] !== undefined);
  if (refused) throw refusal(`CreateBucketConfiguration.${refused}`, 'CreateBucket');
  const tags = parsed.Tags && { tags: checkBucketTags(parsed.Tags) };
  const constraint = parsed.LocationConstraint?.trim();
  if (constraint === undefined || constraint === '') return { ...tags };
  if (constraint === home || !/^(EU|[a-z]{2}(-[a-z]+)+-\d)$/.test(constraint)) {
    throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid', {
      LocationConstraint: constraint,
    });
  }
  return { region: constraint, ...tags };
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
const listBuckets = (objects: FileObjectStore, request: S3Request): void => {
  const { parameter, response, context } = request;
  const prefix = parameter('prefix');
  const region = parameter('bucket-region');
  const token = parameter('continuation-token');
  const maxBuckets = queryNumber(request, 'max-buckets');
  if (maxBuckets !== undefined && (maxBuckets < 1 || maxBuckets > maxPageSize)) {
    throw new AwsError('InvalidArgument', `max-buckets must be from 1 to ${maxPageSize}`, {
      ArgumentName: 'max-buckets',
      ArgumentValue: maxBuckets,
    });
  }
  const startAfter = readToken(token) ?? '';
  const matching = objects
    .listBuckets()
    .filter(({ name }) => name.startsWith(prefix ?? '') && name > startAfter)
    .filter((bucket) => region === undefined || regionOf(bucket.region ?? home) === region);
  const page = matching.slice(0, maxBuckets);
  // Only a request that uses the newer parameters is told Regions.
  const isNew = [prefix, region, token, maxBuckets].some((one) => one !== undefined);
  const buckets = page.map((bucket) =>
    element(
      'Bucket',
      textElement('Name', bucket.name) +
        timeElement('CreationDate', bucket.createdAt) +
        textElement('BucketRegion', isNew ? regionOf(bucket.region ?? home) : undefined),
    ),
  );
  const next = matching.length > page.length ? page.at(-1)?.name : undefined;
  writeXml(
    response,
    200,
    'ListAllMyBucketsResult',
    ownerElement(context.accountId) +
      element('Buckets', buckets.join('')) +
      textElement('Prefix', prefix) +
      textElement('ContinuationToken', writeToken(next)),
  );
};
