/** The local backend as one: stores, engines and services put together behind one port. */
import path from 'node:path';
import { systemClock, type Clock } from './core/clock';
import { choosePaths, type Isolation } from './engine/container/containment';
import { createHeartbeat } from './engine/job/heartbeat';
import { createTrainingEngine } from './engine/job/local-training-engine';
import { createRunStore } from './engine/job/run-store';
import { createSpotMarketStore } from './engine/job/spot-market';
import { type OwnPythons } from './engine/stand-in/python-choice';
import { createStandIns } from './engine/stand-in/stand-ins';
import { createNotices } from './notices';
import { openDataFolder, StartError, type DataFolder } from './data-folder';
import { seedSampleData } from './seed/sample-data';
import { createCloudWatchService } from './services/cloudwatch/cloudwatch-service';
import { createControlService } from './services/control/control-service';
import { createIamService } from './services/iam/iam-service';
import { createLogsService } from './services/logs/logs-service';
import { createPricingService } from './services/pricing/pricing-service';
import { createS3Service } from './services/s3/s3-service';
import { createSageMakerService } from './services/sagemaker/sagemaker-service';
import { createRuntimeService } from './services/sagemaker-runtime/runtime-service';
import { createStsService } from './services/sts/sts-service';
import { openRecords } from './open-records';
import { closeDatabase, type Sqlite } from './store/database';
import { createDiskSpace } from './store/disk-space';
import { createObjectStore } from './store/file-object-store';
import { createServingEngine } from './engine/serving/local-serving-engine';
import { createHostingStore } from './store/sqlite-hosting-store';
import { createLogSweeper } from './store/log-upkeep';
import { createLogStore } from './store/sqlite-log-store';
import { createMetricStore } from './store/sqlite-metric-store';
import { onSetAside } from './store/set-aside';
import { createTrainingJobStore } from './store/sqlite-training-job-store';
import { AwsError } from './core/aws-error';
import { createFaultList } from './wire/faults';
import { createWireServer, localAccountId, localRegion, type WireServer } from './wire/server';
import { codeOf } from './core/thrown';

const host = '127.0.0.1';

/** The bucket that SageMaker's SDKs create and use where none is named. */
const defaultBucket = `sagemaker-${localRegion}-${localAccountId}`;

export interface LocalBackendOptions {
  /** Everything is kept in `<dataDir>/local`; made if missing. */
  dataDir: string;
  /** 0 takes a free one. */
  port: number;
  /** Packages that training and serving programs find. */
  nodeModulesDir: string;
  /** Puts the MNIST digits into the local S3 where they are missing. Default true. */
  seedSampleData?: boolean;
  clock?: Clock;
  /** Time between two looks at a checkpoint folder. */
  checkpointSyncMs?: number;
  /** How training and serving programs are kept together. Default `auto`. */
  isolation?: Isolation;
  /** One's own Pythons, in place of the environments that are built for framework images. Default: none. */
  pythons?: OwnPythons;
  /** Folder of the environments that stand in for images, absolute. Default: in the data folder. */
  environmentsDir?: string;
  /** Origins of the dashboard's pages, such as `http://127.0.0.1:3000`. Default: none, and no page may call. */
  trustedOrigins?: readonly string[];
  /** How long log events are kept where their group has no policy of its own. Default: for ever. */
  logRetentionDays?: number;
}

export interface LocalBackend {
  /** Without a slash at its end. */
  url: string;
  port: number;
  /** How a job sees /opt/ml: as its own, or mapped to where it lies. */
  containerPaths: 'mounted' | 'mapped';
  /** Ends every process it started and closes its stores; jobs that were running resume at the next start. */
  close(): Promise<void>;
}

/**
 * Resolves once requests are answered: what an earlier process left has been taken up by then.
 * @throws StartError for a port or folder that cannot be used
 */
export const createLocalBackend = async (options: LocalBackendOptions): Promise<LocalBackend> => {
  const folder = openDataFolder(options.dataDir);
  try {
    return await openBackend(options, folder);
  } catch (error) {
    folder.unlock();
    throw error;
  }
};

const openBackend = async (options: LocalBackendOptions, folder: DataFolder): Promise<LocalBackend> => {
  const { nodeModulesDir, clock = systemClock, checkpointSyncMs, isolation = 'auto' } = options;
  const disk = createDiskSpace(path.dirname(folder.records), clock);
  const fullDisk = `The disk that holds the data folder (${path.basename(path.resolve(options.dataDir))}) is full.`;
  const notices = createNotices(clock.now, () => {
    const since = disk.fullSince();
    if (since === undefined) return [];
    return [
      {
        kind: 'disk-full',
        message: `${fullDisk} What has to be written waits, and goes on once there is room.`,
        since,
      },
    ];
  });
  const { database, stores } = openRecords(
    folder.records,
    (opened) => {
      onSetAside(opened, notices.add);
      return {
        ...engineRecords(opened, clock),
        jobs: createTrainingJobStore(opened),
        logs: createLogStore(opened, clock, { retentionDays: options.logRetentionDays }),
        metrics: createMetricStore(opened),
        hosting: createHostingStore(opened),
        // Last, since it moves files by what the records say.
        objects: createObjectStore({
          database: opened,
          folder: folder.objects,
          clock,
          onReconciled: notices.add,
        }),
      };
    },
    notices.add,
  );
  const { jobs, logs, metrics, objects } = stores;
  let wire: WireServer | undefined;
  const endpointUrl = (): string | undefined => wire?.url;
  const sweeper = createLogSweeper(logs, clock);
  const standIns = createStandIns({
    folder: options.environmentsDir ?? folder.environments,
    own: options.pythons ?? {},
    clock,
    isolation,
  });
  const engine = createTrainingEngine({
    database,
    jobs,
    objects,
    logs,
    metrics,
    clock,
    disk,
    folder: folder.attempts,
    nodeModulesDir,
    endpointUrl,
    isolation,
    standIns,
    ...(checkpointSyncMs === undefined ? {} : { checkpointSyncMs }),
  });
  const serving = createServingEngine({
    hosting: stores.hosting,
    objects,
    logs,
    metrics,
    clock,
    disk,
    folder: folder.endpoints,
    nodeModulesDir,
    endpointUrl,
    isolation,
    standIns,
  });

  const closeAll = async (): Promise<void> => {
    sweeper.close();
    const outcomes = await Promise.allSettled([
      wire?.close(),
      engine.close(),
      serving.close(),
      standIns.close(),
    ]);
    closeDatabase(database);
    folder.unlock();
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
    if (failures.length > 0) {
      throw new AggregateError(
        failures.map((failure) => failure.reason),
        'The local backend did not close cleanly.',
      );
    }
  };

  const rpcServices = [
    createSageMakerService({ database, jobs, engine, serving, objects, clock }),
    createCloudWatchService({ metrics, clock }),
    createLogsService({ logs, clock, afterRemoval: () => sweeper.wake() }),
    createPricingService(),
    createStsService({ clock }),
    createIamService(),
  ];
  const faults = createFaultList(rpcServices);
  const services = {
    rpcServices,
    faults,
    restServices: [
      createControlService({
        engine,
        jobs,
        faults,
        standIns,
        notices: notices.list,
        containerPaths: () => choosePaths(isolation),
      }),
      createRuntimeService({ serving }),
      createS3Service({ objects, clock }),
    ],
  };
  let answerRequests = (): void => undefined;
  const ready = new Promise<void>((resolve) => {
    answerRequests = resolve;
  });
  try {
    // The port is taken first, so that a port in use fails before any program is started; requests wait.
    wire = await listen(
      () =>
        createWireServer({
          ...services,
          host,
          port: options.port,
          ready,
          trustedOrigins: options.trustedOrigins,
          // 503: clients try again by themselves.
          explain: (error) =>
            disk.note(error)
              ? new AwsError('ServiceUnavailable', `${fullDisk} Free some space and try again.`)
              : undefined,
        }),
      options.port,
    );
    if (!objects.bucketExists(defaultBucket)) objects.createBucket(defaultBucket);
    if (options.seedSampleData ?? true) await seedSampleData(objects, nodeModulesDir);
    await standIns.recover();
    await Promise.all([engine.recover(), serving.recover()]);
    answerRequests();
  } catch (error) {
    await closeAll();
    throw error;
  }
  const containerPaths = await choosePaths(isolation);
  return { url: wire.url, port: wire.port, containerPaths, close: closeAll };
};

/** The engine opens these itself; here they show whether the database is ours. */
const engineRecords = (database: Sqlite, clock: Clock) => ({
  runs: createRunStore(database),
  market: createSpotMarketStore(database),
  heartbeat: createHeartbeat(database, clock),
});

const listen = async (start: () => Promise<WireServer>, port: number): Promise<WireServer> => {
  try {
    return await start();
  } catch (error) {
    const code = codeOf(error) || String(error);
    if (code === 'EADDRINUSE') throw new StartError(`Port ${port} of ${host} is in use by another program.`);
    throw new StartError(`The local backend cannot listen on ${host}:${port} (${code}).`);
  }
};
