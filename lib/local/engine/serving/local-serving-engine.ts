import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { AwsError } from '../../wire/errors';
import { type EndpointRecord, type HostingStore } from '../../store/hosting-store';
import { type LogStore } from '../../store/log-store';
import { type MetricStore } from '../../store/metric-store';
import { type ObjectStore } from '../../store/object-store';
import { type Clock } from '../clock';
import { killMarkedProcesses } from '../process-group';
import { type ServingEngine } from '../serving-engine';
import { removeEndpointFolder } from './endpoint-folder';
import { ContainerSilent } from './container-http';
import { handOn, type InvocationRequest, passThrough } from './invocation';
import { createInvocationMetrics } from './invocation-metrics';
import { serveEndpoint, type ServedEndpoint } from './served-endpoint';

export interface ServingEngineOptions {
  hosting: HostingStore;
  objects: ObjectStore;
  logs: LogStore;
  /** Where invocation metrics go; none are kept without it. */
  metrics?: MetricStore;
  clock: Clock;
  /** Folder of the endpoints' folders, absolute. */
  folder: string;
  nodeModulesDir: string;
  searchPath?: string;
  /** Base URL of the local backend, once it listens: a serving program's AWS SDK is pointed there. */
  endpointUrl?: () => string | undefined;
  startupTimeoutMillis?: number;
  restartDelayMillis?: number;
}

/** SageMaker gives a container 30 s after SIGTERM; ending the backend has to be done within five. */
const removalGraceMillis = 10_000;
const closingGraceMillis = 2500;
/** How long an invocation waits for a program that is being started again. */
const readinessWaitMillis = 15_000;
const recordRetryMillis = 1000;

/** Runs endpoints as child processes: Creating → InService or Failed; InService → Failed; Deleting → gone. */
export const createServingEngine = (options: ServingEngineOptions): ServingEngine => {
  const { hosting, clock } = options;
  const folder = path.resolve(options.folder);
  const parts = {
    objects: options.objects,
    logs: options.logs,
    clock,
    folder,
    nodeModulesDir: path.resolve(options.nodeModulesDir),
    searchPath: options.searchPath ?? process.env.PATH ?? '',
    endpointUrl: options.endpointUrl ?? (() => undefined),
    startupTimeoutMillis: options.startupTimeoutMillis ?? 240_000,
    restartDelayMillis: options.restartDelayMillis ?? 500,
  };
  const metrics = createInvocationMetrics(options.metrics, clock);
  const served = new Map<string, ServedEndpoint>();
  let closing = false;

  const retries = new Map<string, () => void>();
  const forgetRetry = (name: string) => {
    retries.get(name)?.();
    retries.delete(name);
  };

  /** A status that cannot be recorded, as on a full disk, is recorded later unless another one comes first. */
  const setStatus = (name: string, status: 'InService' | 'Failed', failureReason?: string) => {
    forgetRetry(name);
    try {
      writeStatus(name, status, failureReason);
    } catch (error) {
      console.error(`endpoint ${name}: ${status} could not be recorded, will retry: ${String(error)}`);
      if (closing) return;
      retries.set(
        name,
        clock.after(recordRetryMillis, () => setStatus(name, status, failureReason)),
      );
    }
  };

  const writeStatus = (name: string, status: 'InService' | 'Failed', failureReason?: string) => {
    hosting.endpoints.update(name, (endpoint) => {
      // An endpoint that is being deleted stays so, whatever its program does.
      if (endpoint.status === 'Deleting' || endpoint.status === status) return;
      endpoint.status = status;
      endpoint.lastModifiedTime = clock.now();
      if (failureReason !== undefined) endpoint.failureReason = failureReason.slice(0, 1024);
    });
  };

  const serve = (endpoint: EndpointRecord) => {
    const { name } = endpoint;
    const onReady = () => setStatus(name, 'InService');
    const onGivenUp = (reason: string) => setStatus(name, 'Failed', reason);
    served.set(name, serveEndpoint(parts, endpoint, onReady, onGivenUp));
  };

  const remove = async (name: string): Promise<void> => {
    await served.get(name)?.stop(removalGraceMillis);
    forgetRetry(name);
    served.delete(name);
    await removeEndpointFolder(folder, name);
    hosting.endpoints.delete(name);
  };
  const removals = new Map<string, Promise<void>>();

  /** Tries again with the program's next life where it died unnoticed and so has not seen the request. */
  const passToReady = async (name: string, one: ServedEndpoint, request: InvocationRequest) => {
    const deadline = clock.now() + readinessWaitMillis;
    for (;;) {
      const port = await one.port(Math.max(deadline - clock.now(), 0));
      if (port === undefined) {
        throw new AwsError(
          'ModelNotReadyException',
          `The container of endpoint ${name} is starting. Try again later.`,
        );
      }
      try {
        return await passThrough(name, one, port, request);
      } catch (error) {
        if (!(error instanceof ContainerSilent)) throw error;
        one.lost(port);
      }
    }
  };

  return {
    start(name) {
      const endpoint = hosting.endpoints.get(name);
      if (endpoint && !closing) serve(endpoint);
    },
    remove(name) {
      const removal = removals.get(name) ?? remove(name).finally(() => removals.delete(name));
      removals.set(name, removal);
      return removal;
    },
    async invoke(name, request) {
      const endpoint = hosting.endpoints.get(name);
      const one = served.get(name);
      if (!endpoint || endpoint.status !== 'InService' || !one) {
        throw new AwsError('ValidationError', `Endpoint ${name} of account 000000000000 not found.`);
      }
      const startedAt = performance.now();
      let status = 0;
      try {
        const reply = await passToReady(name, one, request);
        status = reply.status;
        return handOn(reply, one.variant.name);
      } catch (error) {
        if (error instanceof AwsError) status = Number(error.extra.OriginalStatusCode ?? 0);
        throw error;
      } finally {
        metrics.record(name, one.variant.name, status, performance.now() - startedAt);
      }
    },
    async recover() {
      await mkdir(folder, { recursive: true });
      await killMarkedProcesses(folder);
      for (const endpoint of hosting.endpoints.all()) {
        if (endpoint.status === 'Deleting') await remove(endpoint.name);
        else if (endpoint.status !== 'Failed' && !served.has(endpoint.name)) serve(endpoint);
      }
    },
    async close() {
      closing = true;
      await Promise.all([...served.values()].map((one) => one.stop(closingGraceMillis)));
      for (const name of retries.keys()) forgetRetry(name);
      // What is not removed by now is removed by the next start.
      await Promise.allSettled(removals.values());
      metrics.flush();
    },
  };
};
