/** Which of an account's tags says who runs a job. SageMaker itself tells nobody of a training job's creator. */

/** The plainest first; hyphens, underscores, spaces and capitals make no difference. */
const ownerKeys = [
  ...['owner', 'jobowner', 'user', 'username', 'createdby', 'creator', 'launchedby', 'startedby'],
  ...['submittedby', 'requestedby', 'requester', 'author', 'person', 'contact', 'email', 'owneremail'],
  // Set by SageMaker Studio.
  'sagemaker:userprofilearn',
];

/** @param keys of the account's jobs, in any order; of two spellings the first counts */
export const ownerKeyOf = (keys: readonly string[]): string | undefined => {
  const ranked = keys
    .map((key) => ({ key, rank: ownerKeys.indexOf(plain(key)) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank);
  return ranked[0]?.key;
};

/** `team:owner` and `my-org/owner` name an owner as `Owner` does; what SageMaker sets is read whole. */
const plain = (key: string): string => {
  const text = key.toLowerCase().replace(/[-_. ]/g, '');
  return text.startsWith('sagemaker:') || text.startsWith('aws:')
    ? text
    : (text.split(/[:/]/).at(-1) ?? text);
};

/** `arn:aws:sagemaker:…:user-profile/d-1/ada` is Ada's; any other owner is shown as it stands. */
export const ownerLabel = (owner: string): string =>
  /^arn:[^:]*:sagemaker:[^:]*:[^:]*:user-profile\/[^/]+\/(.+)$/.exec(owner)?.[1] ?? owner;
