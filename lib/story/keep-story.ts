import 'server-only';
import { type Backend } from '../aws/backends';
import { defaultBucket, ensureDefaultBucket } from '../aws/default-bucket';
import { getObjectBytes, listAllObjects, putObject } from '../aws/objects';
import { isNotFound, SpotdeckError } from '../errors/spotdeck-error';
import { parseJson } from '../training/json-text';
import { type Story, storySchema } from '../training/story';

/** Stories lie in the account's default bucket, so that they outlive this server and are seen from another one. */
const prefix = 'spotdeck/stories/';
const keyOf = (id: string) => `${prefix}${id}.json`;

export const saveStory = async (backend: Backend, story: Story): Promise<void> => {
  const bucket = await ensureDefaultBucket(backend);
  await putObject(backend, { bucket, key: keyOf(story.id) }, JSON.stringify(story), {
    contentType: 'application/json',
  });
};

/** @throws {SpotdeckError} not-found; invalid-input, for one that cannot be read */
export const loadStory = async (backend: Backend, id: string): Promise<Story> => {
  const missing = () => new SpotdeckError('not-found', `There is no story ${id}. Begin another one.`);
  if (!storySchema.shape.id.safeParse(id).success) throw missing();
  try {
    const bytes = await getObjectBytes(backend, { bucket: await defaultBucket(backend), key: keyOf(id) });
    const parsed = storySchema.safeParse(parseJson(bytes.toString('utf8')));
    if (parsed.success) return parsed.data;
    throw new SpotdeckError(
      'invalid-input',
      `The story ${id} cannot be read: what lies under ${keyOf(id)} in the account's default bucket was written by ` +
        'another version, or changed. It is left there. Begin another one.',
      undefined,
      { cause: parsed.error },
    );
  } catch (error) {
    if (isNotFound(error)) throw missing();
    throw error;
  }
};

/** The story that was begun last; undefined where there was none. */
export const newestStoryId = async (backend: Backend): Promise<string | undefined> => {
  try {
    const { objects } = await listAllObjects(backend, { bucket: await defaultBucket(backend), key: prefix });
    // Ids begin alike and end with their time.
    const newest = objects
      .filter(({ key }) => key.endsWith('.json'))
      .sort((a, b) => (stampOf(a.key) < stampOf(b.key) ? -1 : 1))
      .at(-1);
    return newest?.key.slice(prefix.length, -'.json'.length);
  } catch (error) {
    // Without a bucket nothing was ever played.
    if (isNotFound(error)) return undefined;
    throw error;
  }
};

const stampOf = (key: string): string => /\d{8}-\d{6}(?=\.json$)/.exec(key)?.[0] ?? '';
