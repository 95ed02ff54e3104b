import path from 'node:path';
import { type ObjectStore, type StoredObject } from '../../store/object-store';
import { type S3Location } from '../../core/s3-uri';

/** Every object whose key starts with `prefix`. */
export function* listObjects(
  objects: ObjectStore,
  { bucket, key: prefix }: S3Location,
): Generator<StoredObject> {
  let startAfter: string | undefined;
  do {
    const page = objects.list(bucket, { prefix, startAfter });
    yield* page.objects;
    startAfter = page.nextStartAfter;
  } while (startAfter !== undefined);
}

/**
 * Where an object goes below `folder`.
 * @returns undefined for a key that is no file (ends in a slash) or would leave the folder.
 */
export const pathOfKey = (folder: string, relativeKey: string): string | undefined => {
  if (relativeKey === '' || relativeKey.endsWith('/') || relativeKey.includes('\0')) return undefined;
  const target = path.resolve(folder, relativeKey.replace(/^\/+/, ''));
  return target.startsWith(`${folder}${path.sep}`) ? target : undefined;
};
