/**
 * Buckets as host names: `<bucket>.localhost:9010` and `<bucket>.s3.localhost:9010`, with or without a Region. By
 * RFC 6761 every name below `localhost` is this machine's loopback, so a foreign page cannot rebind one.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */

/** The bucket in a Host header; undefined where it names none. */
export const virtualBucketOf = (host: string | undefined): string | undefined => {
  const name = /^([^:[\]]+)\.localhost(?::\d{1,5})?$/i.exec(host ?? '')?.[1]?.toLowerCase();
  if (name === undefined || serviceHost.test(name)) return undefined;
  return name.replace(endOfServiceHost, '');
};

const serviceHost = /^s3(?:\.[a-z0-9-]+)?$/;
const endOfServiceHost = /\.s3(?:\.[a-z]{2}(?:-[a-z]+)+-\d)?$/;
