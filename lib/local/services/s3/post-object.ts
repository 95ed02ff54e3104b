/** Uploads by a web page's form: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html */
import { Readable } from 'node:stream';
import type { Clock } from '../../core/clock';
import type { FileObjectStore } from '../../store/file-object-store';
import { startChecksum } from '../../store/object-checksum';
import type { StoredObject } from '../../store/object-store';
import { AwsError } from '../../core/aws-error';
import { textElement } from '../../wire/xml-writer';
import { claimedChecksum, verifyChecksum } from './checksums';
import { readUploadForm, type UploadForm } from './form-upload';
import { readDescription, readStorageClass } from './object-headers';
import type { S3Operation } from './object-operations';
import { parseTags } from './object-tags';
import { operationMembers } from './operation-members';
import { checkPolicy, type SizeRange } from './post-policy';
import { refuseUnused } from './refusals';
import { readMd5 } from './request-payload';
import type { S3Request } from './s3-request';
import { writeXml } from './s3-xml';

const maxFileBytes = 5 * 1024 ** 3;

export const createPostObject = (objects: FileObjectStore, clock: Clock) => ({
  PostObject: (async (request) => {
    const { bucket } = request;
    objects.list(bucket, { maxKeys: 0 });
    const { form, object } = await readUploadForm(request.incoming, async (form, file) => {
      const { fields } = form;
      refuseUnused('PostObject', operationMembers.PutObject, {
        headers: metadataAndHeaders(fields),
        query: [],
      });
      const range = checkForm(form, bucket, clock.now());
      const asked = requestOf(request, fields);
      const claimed = claimedChecksum(asked);
      const running = await startChecksum(claimed?.algorithm ?? 'CRC64NVME');
      let computed = '';
      const body = async function* (): AsyncGenerator<Uint8Array> {
        for await (const chunk of within(file, range)) {
          running.update(chunk);
          yield chunk;
        }
        computed = running.digest();
        if (claimed?.value !== undefined) verifyChecksum(claimed.algorithm, claimed.value, computed);
      };
      const tagging = fields.get('tagging');
      const object = await objects.put(bucket, keyOf(form), Readable.from(body(), { objectMode: false }), {
        ...readDescription(asked),
        ...readStorageClass(fields.get('x-amz-storage-class')),
        ...(tagging === undefined ? {} : { tags: await parseTags(Buffer.from(tagging)) }),
        expectedMd5: readMd5(fields.get('content-md5')),
        checksum: () => ({ algorithm: running.algorithm, type: 'FULL_OBJECT', value: computed }),
      });
      return { form, object };
    });
    answer(request, form, object);
  }) satisfies S3Operation,
});

/** The fields as if they were the headers of a PUT. */
const requestOf = (request: S3Request, fields: ReadonlyMap<string, string>): S3Request => ({
  ...request,
  header: (name) => fields.get(name),
  metadata: () =>
    Object.fromEntries([...fields].filter(([name]) => name.startsWith(metaPrefix)).map(withoutPrefix)),
});

const metaPrefix = 'x-amz-meta-';
const withoutPrefix = ([name, value]: [string, string]) => [name.slice(metaPrefix.length), value] as const;

/** `acl` and `tagging` are fields of their own; as headers they have a prefix. */
const metadataAndHeaders = (fields: ReadonlyMap<string, string>): [string, string][] =>
  [...fields].map(([name, value]) => [name === 'acl' ? 'x-amz-acl' : name, value]);

/** @throws AwsError InvalidArgument, AccessDenied, InvalidPolicyDocument */
const checkForm = (form: UploadForm, bucket: string, now: number): SizeRange | undefined => {
  const { fields } = form;
  if (!fields.get('key')) throw missing('key');
  const policy = fields.get('policy');
  const signature = fields.get('x-amz-signature') ?? fields.get('signature');
  if (policy === undefined) {
    if (signature !== undefined) throw missing('policy');
    return undefined;
  }
  if (signature === undefined) throw missing('x-amz-signature');
  return checkPolicy(policy, new Map([...fields, ['bucket', bucket]]), now);
};

const missing = (name: string): AwsError =>
  new AwsError(
    'InvalidArgument',
    `Bucket POST must contain a field named '${name}'. If it is specified, please check the order of the fields.`,
    { ArgumentName: name, ArgumentValue: '' },
  );

const keyOf = ({ fields, filename }: UploadForm): string => {
  const base = filename.split(/[/\\]/).at(-1) ?? '';
  return (fields.get('key') ?? '').replaceAll('${filename}', () => base);
};

const within = async function* (
  file: AsyncIterable<Uint8Array>,
  { min, max }: SizeRange = { min: 0, max: maxFileBytes },
): AsyncGenerator<Uint8Array> {
  const maxBytes = Math.min(max, maxFileBytes);
  let size = 0;
  for await (const chunk of file) {
    size += chunk.length;
    if (size > maxBytes) {
      const message = 'Your proposed upload exceeds the maximum allowed size';
      throw new AwsError('EntityTooLarge', message, { ProposedSize: size, MaxSizeAllowed: maxBytes });
    }
    yield chunk;
  }
  if (size < min) {
    const message = 'Your proposed upload is smaller than the minimum allowed object size.';
    throw new AwsError('EntityTooSmall', message, { ProposedSize: size, MinSizeAllowed: min });
  }
};

const answer = (request: S3Request, { fields }: UploadForm, object: StoredObject): void => {
  const { response, bucketUrl } = request;
  const location = `${bucketUrl}/${encodeURIComponent(object.key)}`;
  const etag = `"${object.etag}"`;
  response.setHeader('etag', etag);
  const redirect = redirectOf(fields);
  if (redirect) {
    for (const [name, value] of Object.entries({ bucket: object.bucket, key: object.key, etag })) {
      redirect.searchParams.append(name, value);
    }
    response.writeHead(303, { location: redirect.href, 'content-length': 0 }).end();
    return;
  }
  response.setHeader('location', location);
  const status = fields.get('success_action_status');
  if (status === '201') {
    writeXml(
      response,
      201,
      'PostResponse',
      textElement('Location', location) +
        textElement('Bucket', object.bucket) +
        textElement('Key', object.key) +
        textElement('ETag', etag),
    );
    return;
  }
  if (status === '200') response.writeHead(200, { 'content-length': 0 }).end();
  else response.writeHead(204).end();
};

/** S3 ignores what is no URL. */
const redirectOf = (fields: ReadonlyMap<string, string>): URL | undefined => {
  const text = fields.get('success_action_redirect') ?? fields.get('redirect');
  const url = text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
};
