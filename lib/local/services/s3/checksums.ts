/** The checksums of S3's headers: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
import {
  checksumAlgorithms,
  type ChecksumAlgorithm,
  type ChecksumType,
  digestBytes,
  type ObjectChecksum,
} from '../../store/object-checksum';
import { AwsError } from '../../core/aws-error';
import { textElement } from '../../wire/xml-writer';
import { checksumHeader } from './operation-members';
import type { S3Request } from './s3-request';

/** The checksum a client sent, or will send as a trailer. */
export interface ClaimedChecksum {
  algorithm: ChecksumAlgorithm;
  /** Undefined where it comes as a trailer. */
  value: string | undefined;
}

const invalid = (message: string): AwsError => new AwsError('InvalidRequest', message);

/** @throws AwsError InvalidRequest for a name that is no algorithm */
export const readAlgorithm = (name: string, header: string): ChecksumAlgorithm => {
  const algorithm = checksumAlgorithms.find((one) => one === name.trim().toUpperCase());
  if (algorithm) return algorithm;
  throw invalid(`Value for ${header} header is invalid: ${checksumAlgorithms.join(', ')} are known.`);
};

/**
 * The checksum a request claims for its body; undefined where it claims none.
 * @throws AwsError InvalidRequest for more than one, an unknown one or an announced one that is not there
 */
export const claimedChecksum = (request: S3Request): ClaimedChecksum | undefined => {
  const inHeaders = checksumAlgorithms.flatMap((algorithm) => {
    const value = request.header(checksumHeader(algorithm));
    return value === undefined ? [] : [{ algorithm, value }];
  });
  const inTrailer = trailerNames(request).map((name) => ({
    algorithm: readAlgorithm(name.slice('x-amz-checksum-'.length), 'x-amz-trailer'),
    value: undefined,
  }));
  const claims: ClaimedChecksum[] = [...inHeaders, ...inTrailer];
  if (claims.length > 1) {
    throw invalid('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  }
  const [claim] = claims;
  if (claim?.value !== undefined) checkForm(claim.algorithm, claim.value);
  checkAnnounced(request, claim);
  return claim;
};

const trailerNames = ({ header }: S3Request): string[] =>
  (header('x-amz-trailer') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name.startsWith('x-amz-checksum-'));

const checkAnnounced = ({ header }: S3Request, claim: ClaimedChecksum | undefined): void => {
  const announced = header('x-amz-sdk-checksum-algorithm');
  if (announced === undefined) return;
  const algorithm = readAlgorithm(announced, 'x-amz-sdk-checksum-algorithm');
  if (claim === undefined && header('content-md5') === undefined) {
    throw invalid(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  if (claim !== undefined && claim.algorithm !== algorithm) {
    throw invalid('Value for x-amz-sdk-checksum-algorithm header is invalid.');
  }
};

/** @throws AwsError InvalidRequest for text that cannot be a checksum of the algorithm */
export const checkForm = (algorithm: ChecksumAlgorithm, value: string, composite = false): void => {
  const base64 = composite ? value.replace(/-\d{1,5}$/, '') : value;
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length === digestBytes[algorithm] && bytes.toString('base64') === base64) return;
  throw invalid(`Value for ${checksumHeader(algorithm)} header is invalid.`);
};

/** @throws AwsError BadDigest */
export const verifyChecksum = (name: string, claimed: string, computed: string): void => {
  if (claimed === computed) return;
  throw new AwsError('BadDigest', `The ${name} you specified did not match the calculated checksum.`);
};

/** CRCs alone can be computed of the whole from its parts in S3; only they exist for both. */
const types: Partial<Record<ChecksumAlgorithm, readonly ChecksumType[]>> = {
  CRC32: ['COMPOSITE', 'FULL_OBJECT'],
  CRC32C: ['COMPOSITE', 'FULL_OBJECT'],
  CRC64NVME: ['FULL_OBJECT'],
};

/** What a multipart upload asks for; undefined where it asks for nothing. @throws AwsError InvalidRequest */
export const readUploadChecksum = ({
  header,
}: S3Request): { algorithm: ChecksumAlgorithm; type: ChecksumType } | undefined => {
  const name = header('x-amz-checksum-algorithm');
  const asked = header('x-amz-checksum-type')?.toUpperCase();
  if (name === undefined) {
    if (asked === undefined) return undefined;
    throw invalid(
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const algorithm = readAlgorithm(name, 'x-amz-checksum-algorithm');
  const possible = types[algorithm] ?? ['COMPOSITE'];
  const type = asked === undefined ? possible[0] : possible.find((one) => one === asked);
  if (type) return { algorithm, type };
  throw invalid(
    `The ${asked ?? ''} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
  );
};

/** A checksum as reply headers carry it. */
export const checksumHeaders = ({ algorithm, type, value }: ObjectChecksum): Record<string, string> => ({
  [checksumHeader(algorithm)]: value,
  'x-amz-checksum-type': type,
});

export const checksumElement = (
  checksum: { algorithm: ChecksumAlgorithm; value: string } | undefined,
): string => (checksum ? textElement(`Checksum${checksum.algorithm}`, checksum.value) : '');

export const typedChecksumElements = (checksum: ObjectChecksum | undefined): string =>
  checksumElement(checksum) + textElement('ChecksumType', checksum?.type);
