/** What lies in S3, as a page of a listing: for choosing a URI. */
import { readS3Uri, s3UriOf } from './s3-uri';

export interface ListedBucket {
  name: string;
  /** Ms since the epoch. */
  createdAt?: number;
  region?: string;
}

export interface ListedObject {
  key: string;
  sizeBytes: number;
  /** Ms since the epoch. */
  modifiedAt: number;
}

export interface BucketPage {
  buckets: ListedBucket[];
  nextToken?: string;
}

/** What lies directly below a prefix that ends with a slash, or whose last part is only begun. */
export interface PrefixPage {
  /** Whole prefixes, each with a slash at its end. */
  folders: string[];
  objects: ListedObject[];
  nextToken?: string;
}

/** A row of the listing: a bucket, a folder or an object. */
export interface ListingEntry {
  kind: 'bucket' | 'folder' | 'object';
  /** As it is shown: the last part of its path, a folder with its slash. */
  name: string;
  uri: string;
  sizeBytes?: number;
  /** When it was made or changed, in ms since the epoch. */
  at?: number;
  region?: string;
}

export interface Place {
  bucket: string;
  /** Empty, or with a slash at its end. */
  prefix: string;
}

/** The folder that a URI names or lies in; undefined for what is no S3 URI yet. */
export const placeOfUri = (uri: string): Place | undefined => {
  const { bucket, key = '' } = readS3Uri(uri.trim()) ?? {};
  return bucket === undefined ? undefined : { bucket, prefix: key.slice(0, key.lastIndexOf('/') + 1) };
};

export const uriOfPlace = ({ bucket, prefix }: Place): string => s3UriOf({ bucket, key: prefix });

/** The way from the bucket down to the place, each step with where it leads. */
export const stepsTo = ({ bucket, prefix }: Place): { text: string; place: Place }[] => {
  const parts = prefix.split('/').slice(0, -1);
  return [
    { text: bucket, place: { bucket, prefix: '' } },
    ...parts.map((text, index) => ({
      // A key may have an empty part, which still is a step of its way.
      text: text === '' ? '(no name)' : text,
      place: { bucket, prefix: `${parts.slice(0, index + 1).join('/')}/` },
    })),
  ];
};

export const entriesOfBuckets = (buckets: readonly ListedBucket[]): ListingEntry[] =>
  buckets.map(({ name, createdAt, region }) => ({
    kind: 'bucket',
    name,
    uri: s3UriOf({ bucket: name, key: '' }),
    ...(createdAt !== undefined && { at: createdAt }),
    ...(region !== undefined && { region }),
  }));

/** The object that stands for the folder itself is left out. */
export const entriesOfPrefix = (
  { bucket, prefix }: Place,
  { folders, objects }: Pick<PrefixPage, 'folders' | 'objects'>,
): ListingEntry[] => [
  ...folders.map((folder) => ({
    kind: 'folder' as const,
    name: folder.slice(prefix.length),
    uri: s3UriOf({ bucket, key: folder }),
  })),
  ...objects
    .filter(({ key }) => key !== prefix)
    .map(({ key, sizeBytes, modifiedAt }) => ({
      kind: 'object' as const,
      name: key.slice(prefix.length),
      uri: s3UriOf({ bucket, key }),
      sizeBytes,
      at: modifiedAt,
    })),
];

export const listingOrders = ['newest', 'name', 'size'] as const;
export interface ListingOrder {
  by: (typeof listingOrders)[number];
  descending: boolean;
}

/** Folders first, which have no time and no size; then by what is asked, and by name where that is the same. */
export const inOrder = (
  entries: readonly ListingEntry[],
  { by, descending }: ListingOrder,
): ListingEntry[] => {
  const sign = descending ? -1 : 1;
  const valueOf = (entry: ListingEntry): number | string =>
    by === 'name' ? entry.name : ((by === 'size' ? entry.sizeBytes : entry.at) ?? 0);
  return [...entries].sort(
    (a, b) =>
      Number(a.kind !== 'folder') - Number(b.kind !== 'folder') ||
      sign * compared(valueOf(a), valueOf(b)) ||
      compared(a.name, b.name),
  );
};

const compared = (a: number | string, b: number | string): number => (a < b ? -1 : a > b ? 1 : 0);

export const matching = (entries: readonly ListingEntry[], text: string): ListingEntry[] => {
  const wanted = text.trim().toLowerCase();
  return entries.filter(({ name }) => name.toLowerCase().includes(wanted));
};
