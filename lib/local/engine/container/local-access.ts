/**
 * Variables by which a program's AWS SDK finds the local backend. The credentials are dummies: the local backend
 * checks none, and a program must never see the ones of the person who started it.
 * @param endpointUrl base URL of the local backend; without it the program gets credentials alone.
 */
export const localAccess = (endpointUrl?: string): Record<string, string> => ({
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  ...(endpointUrl === undefined ? {} : { AWS_ENDPOINT_URL: endpointUrl }),
});
