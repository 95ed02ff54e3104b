import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { AwsError } from '../../core/aws-error';
import { type EndpointRecord, type HostingStore } from '../../store/hosting-store';
import { createDiskSpace, type DiskSpace } from '../../store/disk-space';
import { type LogStore } from '../../store/log-store';
import { type MetricStore } from '../../store/metric-store';
import { type ObjectStore } from '../../store/object-store';
import { type Clock } from '../../core/clock';
import { type Isolation } from '../container/containment';
import { killJob } from '../container/job-processes';
import { type StandIns } from '../stand-in/stand-ins';
import { type ServingEngine } from './serving-engine';
import { ContainerSilent, isGone } from './container-http';
import { containerSearchPath } from '../container/program-file';
import { removeEndpointFolders, removeOtherFolders } from './endpoint-folder';
import { createEndpointService, type EndpointService } from './endpoint-service';
import { createAsyncInvocations } from './async-invocations';
import { s3UriOf } from '../../core/s3-uri';
import { newAsyncRequest } from './async-request';
import { handOn, invocationTimeoutMs, passThrough, serverlessPayloadLimit } from './invocation';
import { createInvocationLimit } from './invocation-limit';
import { createInvocationMetrics } from './invocation-metrics';
import { createJobLog } from '../metrics/job-log';
import { endpointLogGroup, type ServedVariant } from './served-variant';

export interface ServingEngineOptions {
  hosting: HostingStore;
  objects: ObjectStore;
  logs: LogStore;
  /** Where invocation metrics go; none are kept without it. */
  metrics?: MetricStore;
  clock: Clock;
  /** Default: the disk of `folder`. */
  disk?: DiskSpace;
  /** Folder of the endpoints' folders, absolute. */
  folder: string;
  nodeModulesDir: string;
  /** What stands in for framework images; default: the Python on the PATH. */
  standIns?: StandIns;
  searchPath?: string;
  /** Base URL of the local backend, once it listens: a serving program's AWS SDK is pointed there. */
  endpointUrl?: () => string | undefined;
  startupTimeoutMs?: number;
  restartDelayMs?: number;
  /** How long a container may take to answer InvokeEndpoint. Default SageMaker's. */
  invocationTimeoutMs?: number;
  /** Default `auto`. */
  isolation?: Isolation;
}

/** SageMaker gives a container 30 s after SIGTERM; ending the backend has to be done within five. */
const removalGraceMs = 10_000;
const closingGraceMs = 2500;
/** How long an invocation waits for a program that is being started again. */
const readinessWaitMs = 15_000;

/**
 * Runs endpoints as child processes: Creating → InService or Failed; InService → Updating, Failed or Deleting;
 * Updating → InService or Failed; Deleting → gone.
 */
export const createServingEngine = (options: ServingEngineOptions): ServingEngine => {
  const { hosting, clock } = options;
  const folder = path.resolve(options.folder);
  const disk = options.disk ?? createDiskSpace(path.dirname(folder), clock);
  const parts = {
    objects: options.objects,
    logs: options.logs,
    clock,
    disk,
    folder,
    nodeModulesDir: path.resolve(options.nodeModulesDir),
    searchPath: options.searchPath ?? containerSearchPath(process.env.PATH ?? ''),
    standIns: options.standIns,
    endpointUrl: options.endpointUrl ?? (() => undefined),
    startupTimeoutMs: options.startupTimeoutMs ?? 240_000,
    restartDelayMs: options.restartDelayMs ?? 500,
    isolation: options.isolation ?? 'auto',
  };
  const timeoutMs = options.invocationTimeoutMs ?? invocationTimeoutMs;
  const metrics = createInvocationMetrics(options.metrics, clock);
  const limit = createInvocationLimit();
  const services = new Map<string, EndpointService>();
  const removals = new Map<string, Promise<void>>();
  let closing = false;

  const getService = (name: string): EndpointService => {
    const service =
      services.get(name) ?? createEndpointService({ name, parts, endpoints: hosting.endpoints });
    services.set(name, service);
    return service;
  };

  const remove = async (name: string): Promise<void> => {
    await services.get(name)?.stop(removalGraceMs);
    services.delete(name);
    await removeEndpointFolders(folder, name);
    await asynchronous.abandon(name);
    hosting.endpoints.delete(name);
  };

  /** Tries again with the program's next life where it died unnoticed and so has not seen the request. */
  const whenReady = async <Reply>(
    name: string,
    one: ServedVariant,
    act: (port: number) => Promise<Reply>,
  ): Promise<Reply> => {
    const deadline = clock.now() + readinessWaitMs;
    for (;;) {
      const port = await one.port(Math.max(deadline - clock.now(), 0));
      if (port === undefined) {
        throw new AwsError(
          'ModelNotReadyException',
          `The container of endpoint ${name} is starting. Try again later.`,
        );
      }
      try {
        return await act(port);
      } catch (error) {
        if (!(error instanceof ContainerSilent && error.kind === 'refused')) throw error;
        one.lost(port);
      }
    }
  };

  /** Within what the variant may do at a time, and with metrics of the status that is answered. */
  const passOn = async <Reply extends { status: number }>(
    endpoint: EndpointRecord,
    one: ServedVariant,
    act: (port: number) => Promise<Reply>,
  ): Promise<Reply> => {
    const { name, variants } = endpoint;
    const { name: variantName } = one.variant;
    const serverless = variants.find((variant) => variant.name === variantName)?.serverless;
    return limit.within(`${name}/${variantName}`, serverless?.MaxConcurrency, async () => {
      const startedAt = performance.now();
      let status = 0;
      try {
        const reply = await whenReady(name, one, act);
        ({ status } = reply);
        return reply;
      } catch (error) {
        if (error instanceof AwsError) status = Number(error.extra.OriginalStatusCode ?? 0);
        throw error;
      } finally {
        metrics.record(name, variantName, status, performance.now() - startedAt);
      }
    });
  };

  const findServing = (name: string): EndpointRecord => {
    const endpoint = hosting.endpoints.get(name);
    const isServing = endpoint?.status === 'InService' || endpoint?.status === 'Updating';
    if (isServing && services.has(name)) return endpoint;
    throw new AwsError('ValidationError', `Endpoint ${name} of account 000000000000 not found.`);
  };

  const asynchronous = createAsyncInvocations({
    hosting,
    objects: options.objects,
    disk,
    clock,
    async withProgram(name, work) {
      const endpoint = findServing(name);
      await getService(name).invoke(endpoint.variants, undefined, (one) =>
        passOn(endpoint, one, async (port) => {
          try {
            return { status: await work(one, port) };
          } catch (error) {
            if (error instanceof ContainerSilent && error.kind === 'lost' && (await isGone(port)))
              one.lost(port);
            throw error;
          }
        }),
      );
    },
    tell(name, line) {
      const variant = hosting.endpoints.get(name)?.variants[0]?.name ?? 'AllTraffic';
      const log = createJobLog(parts.logs, endpointLogGroup(name), `${variant}/data-log`, clock, disk);
      void log.write([line]).then(() => log.close());
    },
  });

  return {
    start(name) {
      const endpoint = hosting.endpoints.get(name);
      if (endpoint && !closing) getService(name).start(endpoint);
    },
    update(name) {
      const endpoint = hosting.endpoints.get(name);
      if (endpoint?.pending && !closing) getService(name).update(endpoint.pending);
    },
    remove(name) {
      const removal = removals.get(name) ?? remove(name).finally(() => removals.delete(name));
      removals.set(name, removal);
      return removal;
    },
    async invoke(name, request, targetVariant) {
      const endpoint = findServing(name);
      if (endpoint.asyncInference) {
        throw new AwsError(
          'ValidationError',
          `Endpoint ${name} of account 000000000000 is for asynchronous inference. Use InvokeEndpointAsync.`,
        );
      }
      return getService(name).invoke(endpoint.variants, targetVariant, async (one) => {
        if (one.variant.serverless && request.body.length > serverlessPayloadLimit) {
          throw new AwsError(
            'ValidationError',
            "1 validation error detected: Value at 'body' failed to satisfy constraint: " +
              `Member must have length less than or equal to ${serverlessPayloadLimit}`,
          );
        }
        const reply = await passOn(endpoint, one, (port) => passThrough(name, one, port, request, timeoutMs));
        return handOn(reply, one.variant.name);
      });
    },
    invokeAsync(name, invocation) {
      const endpoint = findServing(name);
      if (!endpoint.asyncInference) {
        throw new AwsError(
          'ValidationError',
          `Endpoint ${name} of account 000000000000 is not for asynchronous inference. Use InvokeEndpoint.`,
        );
      }
      const request = newAsyncRequest(endpoint.asyncInference, invocation, clock.now());
      asynchronous.accept(name, request);
      return {
        output: s3UriOf(request.output),
        ...(request.failure && { failure: s3UriOf(request.failure) }),
      };
    },
    async recover() {
      await mkdir(folder, { recursive: true });
      await killJob({ folder });
      const endpoints = [...hosting.endpoints.all()];
      await removeOtherFolders(
        folder,
        endpoints.map(({ name, deployment, pending }) => ({
          name,
          deployments: [deployment, pending?.deployment].filter((one) => one !== undefined),
        })),
      );
      for (const endpoint of endpoints) {
        if (endpoint.status === 'Deleting') await remove(endpoint.name);
        else if (!services.has(endpoint.name)) {
          if (endpoint.status !== 'Failed') {
            getService(endpoint.name).start(endpoint);
            if (endpoint.pending) getService(endpoint.name).update(endpoint.pending);
          }
          // Of an endpoint that failed too: what it had acknowledged is told to have failed.
          asynchronous.resume(endpoint.name);
        }
      }
    },
    async close() {
      closing = true;
      asynchronous.close();
      disk.close();
      await Promise.all([...services.values()].map((one) => one.stop(closingGraceMs)));
      // What is not removed by now is removed by the next start.
      await Promise.allSettled(removals.values());
      metrics.flush();
    },
  };
};
