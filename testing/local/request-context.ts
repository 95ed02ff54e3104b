import { type RequestContext } from '../../lib/local/wire/service';

/** For tests that call a service's operations without a server: what a request from nowhere in particular brings. */
export const requestContext: RequestContext = {
  requestId: 'r',
  region: 'us-east-1',
  accountId: '000000000000',
  origin: 'http://127.0.0.1:1',
};
