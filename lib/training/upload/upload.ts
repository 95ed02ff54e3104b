/** Files on their way to S3, as form and server speak of them. */

export interface UploadPlace {
  bucket: string;
  key: string;
}

/** A part that S3 has. */
export interface SentPart {
  number: number;
  sizeBytes: number;
  /** Base64, as S3 gives it; absent where it has none. */
  sha256?: string;
}

/** What lies below a prefix. */
export interface UploadTarget {
  existing: { key: string; sizeBytes: number }[];
  /** There is more than was read: what is there is noticed when it is sent. */
  isCut: boolean;
}
