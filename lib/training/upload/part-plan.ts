/**
 * How a file is cut into parts. Limits of S3: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
 * (10,000 parts; each but the last of 5 MiB or more).
 */

const mib = 2 ** 20;
const smallestPartBytes = 8 * mib;
const maxParts = 10_000;

/** What the dashboard takes in one request, and holds in memory. */
export const maxPartBytes = 64 * mib;
/** 640 GB; a larger file is for a program such as the AWS CLI. */
export const maxUploadBytes = maxParts * maxPartBytes;
export const maxUploadFiles = 10_000;

/** Bytes of each part but the last. */
export const partBytesOf = (sizeBytes: number): number =>
  Math.max(smallestPartBytes, Math.ceil(sizeBytes / maxParts / mib) * mib);

/** One request has room for all of it. */
export const isOnePart = (sizeBytes: number): boolean => sizeBytes <= smallestPartBytes;

export interface Part {
  /** From 1. */
  number: number;
  start: number;
  /** Not of the part any more. */
  end: number;
}

export const partsOf = (sizeBytes: number): Part[] => {
  const partBytes = partBytesOf(sizeBytes);
  return Array.from({ length: Math.max(1, Math.ceil(sizeBytes / partBytes)) }, (_, index) => ({
    number: index + 1,
    start: index * partBytes,
    end: Math.min(sizeBytes, (index + 1) * partBytes),
  }));
};
