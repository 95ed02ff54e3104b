import { createContext } from 'react';
import { type ActionResult } from '@/lib/errors/action-result';
import { type BucketPage, type PrefixPage } from '@/lib/training/s3-listing';

/** What a form may ask of S3, handed in by its page. */
export interface S3Actions {
  listBuckets: (token?: string) => Promise<ActionResult<BucketPage>>;
  listObjects: (bucket: string, prefix: string, token?: string) => Promise<ActionResult<PrefixPage>>;
}

/** Every URI field below can be filled by browsing. */
export const S3ActionsContext = createContext<S3Actions | undefined>(undefined);
