import type { IncomingMessage } from 'node:http';

/** Region and service of the SigV4 credential scope. The signature itself is not verified. */
export interface SigningScope {
  region: string;
  service: string;
}

/** From the Authorization header or a presigned URL's X-Amz-Credential; undefined where the request has neither. */
export const signingScopeOf = (
  request: IncomingMessage,
  query: URLSearchParams,
): SigningScope | undefined => {
  const header = /Credential=([^,\s]+)/.exec(request.headers.authorization ?? '')?.[1];
  const [, , region, service] = (header ?? query.get('X-Amz-Credential') ?? '').split('/');
  return region && service ? { region, service } : undefined;
};
