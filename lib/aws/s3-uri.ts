import { SpotdeckError } from '../errors/spotdeck-error';
import { readS3Uri, type S3Location } from '../training/s3-uri';

/**
 * The location that a URI names, in either of SageMaker's forms.
 * @throws {SpotdeckError} invalid-input
 */
export const parseS3Uri = (uri: string): S3Location => {
  const location = readS3Uri(uri);
  if (location === undefined)
    throw new SpotdeckError('invalid-input', `"${uri}" is not an S3 URI: it must look like s3://bucket/key.`);
  if (Buffer.byteLength(location.key) > maxKeyBytes)
    throw new SpotdeckError(
      'invalid-input',
      `The key in "${uri.slice(0, 80)}…" is longer than S3's 1,024 bytes.`,
    );
  return location;
};

const maxKeyBytes = 1_024;
