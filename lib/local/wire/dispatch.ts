/**
 * Decides which service and protocol a request belongs to, in the order that one URL can serve them all:
 * Smithy-Protocol, X-Amz-Target, Query's Action, paths that a REST service claims, the service in the SigV4 scope, and S3 last.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { cborTargetOf, parseCborInput, writeCborError, writeCborReply } from './cbor-protocol';
import { AwsError } from '../core/aws-error';
import type { FaultList } from './faults';
import { defaultJsonLimits } from './json-budget';
import {
  jsonVersionOf,
  parseJsonInput,
  writeJsonError,
  writeJsonReply,
  writeRestJsonError,
} from './json-protocol';
import {
  parseQueryInput,
  queryBodyLimit,
  readForm,
  valueIn,
  writeQueryError,
  writeQueryReply,
} from './query-protocol';
import { readBody } from './request-body';
import type { RequestTarget } from './request-target';
import type { AwsErrorLike, Operation, RequestContext, RestService, RpcService } from './service';
import { signingScopeOf } from './signing-scope';
import { virtualBucketOf } from './virtual-host';

export interface WireServices {
  rpcServices: readonly RpcService[];
  /** The first that claims a path gets it; the last of the list gets what nobody claims. */
  restServices: readonly RestService[];
  /** Strikes the operations of the RPC services. */
  faults?: FaultList;
}

/** How one request is answered, and how its errors are written. */
export interface Route {
  answer(): Promise<void>;
  renderError(error: AwsErrorLike): void;
}

export { rawPathOf, rawQueryOf } from './request-target';

export const routeOf = (
  services: WireServices,
  request: IncomingMessage,
  { path, query }: RequestTarget,
  response: ServerResponse,
  context: RequestContext,
): Route => {
  const cborTarget = cborTargetOf(request, path);
  if (cborTarget) return cborRoute(services, cborTarget, request, response, context);
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return jsonRoute(services, target, request, response, context);
  const isBucket = virtualBucketOf(request.headers.host) !== undefined;
  if (path === '/' && !isBucket && isQueryRequest(request, query)) {
    return queryRoute(services, query, request, response, context);
  }
  const claiming = isBucket
    ? undefined
    : services.restServices.slice(0, -1).find((service) => service.claims(request, path));
  const fallback = services.restServices.at(-1);
  const scope = signingScopeOf(request, query)?.service;
  if (!claiming && scope !== undefined && scope !== 's3') {
    return unknownRoute(`${request.method} ${path} of the service "${scope}"`, response, context);
  }
  const service = claiming ?? fallback;
  if (!service) return unknownRoute(`${request.method} ${path}`, response, context);
  return {
    answer: () => service.handle(request, response, context),
    renderError: (error) => service.renderError(error, response, context),
  };
};

const isQueryRequest = (request: IncomingMessage, query: URLSearchParams): boolean => {
  if (query.has('Action')) return true;
  const contentType = request.headers['content-type'] ?? '';
  return request.method === 'POST' && /^application\/x-www-form-urlencoded\b/i.test(contentType);
};

const unknownRoute = (what: string, response: ServerResponse, context: RequestContext): Route => ({
  answer: () =>
    Promise.reject(new AwsError('UnknownOperationException', `The local backend does not know ${what}.`)),
  renderError: (error) => writeRestJsonError(error, response, context),
});

/** Every operation but those with large inputs takes less than a tenth of it. */
const defaultInputLimits = { maxBytes: 2 * 1024 * 1024, maxValues: defaultJsonLimits.maxValues };

const jsonRoute = (
  services: WireServices,
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
): Route => {
  const dot = target.lastIndexOf('.');
  const [prefix, name] = [target.slice(0, Math.max(dot, 0)), target.slice(dot + 1)];
  const service = services.rpcServices.find((one) => one.targetPrefix === prefix);
  const version = jsonVersionOf(request, service?.jsonVersion);
  return {
    answer: async () => {
      const operation = knownOperation(services, service, prefix, name, response);
      const { maxBytes, maxValues } = service?.largeInputs?.[name] ?? defaultInputLimits;
      const body = await readBody(request, maxBytes);
      const input = await parseJsonInput(body, { ...defaultJsonLimits, maxValues });
      await writeJsonReply(response, await operation(input, context), version);
    },
    renderError: (error) => writeJsonError(response, error, version, isQueryMode(request, service)),
  };
};

/** The name that Smithy's RPC protocols have for a service is that of its targets. */
const cborRoute = (
  services: WireServices,
  { service: prefix, operation: name }: { service: string; operation: string },
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
): Route => {
  const service = services.rpcServices.find((one) => one.targetPrefix === prefix);
  return {
    answer: async () => {
      const operation = knownOperation(services, service, prefix, name, response);
      const { maxBytes, maxValues } = service?.largeInputs?.[name] ?? defaultInputLimits;
      const body = await readBody(request, maxBytes);
      const input = await parseCborInput(body, { ...defaultJsonLimits, maxValues });
      await writeCborReply(response, await operation(input, context));
    },
    renderError: (error) => writeCborError(response, error, isQueryMode(request, service)),
  };
};

/** Clients of a service that once spoke Query alone read an error's code as Query had it. */
const isQueryMode = (request: IncomingMessage, service: RpcService | undefined): boolean =>
  request.headers['x-amzn-query-mode'] === 'true' && service?.jsonVersion === '1.0';

const knownOperation = (
  services: WireServices,
  service: RpcService | undefined,
  prefix: string,
  name: string,
  response: ServerResponse,
): Operation => {
  const operation = operationOf(services, service, name, response);
  if (operation) return operation;
  throw new AwsError(
    'UnknownOperationException',
    service
      ? `The local backend does not support the operation ${name} of ${prefix}.`
      : `The local backend does not know the service of the target "${prefix}.${name}".`,
  );
};

const queryRoute = (
  services: WireServices,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
): Route => {
  let service: RpcService | undefined;
  return {
    answer: async () => {
      const form = await readForm(query, await readBody(request, queryBodyLimit));
      const [name, version] = [valueIn(form, 'Action'), valueIn(form, 'Version')];
      if (!name) throw new AwsError('MissingAction', 'The request has no Action parameter.');
      service = services.rpcServices.find((one) => one.queryVersion === version && version !== '');
      const operation = operationOf(services, service, name, response);
      if (!service || !operation) {
        const what = `The action ${name} is not supported by the local backend for version "${version}".`;
        throw new AwsError('InvalidAction', what);
      }
      await writeQueryReply(
        response,
        service,
        name,
        await operation(await parseQueryInput(form), context),
        context,
      );
    },
    renderError: (error) => writeQueryError(response, error, context, service?.queryNamespace),
  };
};

// Own members only: an operation named `constructor` is unknown, not Object's.
const operationOf = (
  { faults }: WireServices,
  service: RpcService | undefined,
  name: string,
  response: ServerResponse,
): Operation | undefined => {
  if (!service || !Object.hasOwn(service.operations, name)) return undefined;
  const operation = service.operations[name];
  if (!operation || !faults) return operation;
  return async (input, context) => {
    await faults.strike(service, name, goneOf(response));
    return operation(input, context);
  };
};

/** Aborted once nobody waits for the reply. */
const goneOf = (response: ServerResponse): AbortSignal => {
  const gone = new AbortController();
  if (response.destroyed) gone.abort();
  else response.once('close', () => gone.abort());
  return gone.signal;
};
