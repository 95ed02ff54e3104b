/**
 * Finished training jobs as a busy account has them, for measurements and tests of long histories. No process ever
 * ran them, which their tag says. The same options give the same jobs.
 */
import { asFloat32 } from '../engine/metrics/job-metrics';
import { newTrainingJob } from '../services/sagemaker/new-training-job';
import { type CreateTrainingJobInput } from '../core/requests/create-training-job';
import { type TrainingJobRecord } from '../store/training-job-store';
import { drawOutcome, failureOf, type JobOutcome } from './job-outcome';
import { planLife, type TrainingSpan } from './life-plan';
import { playLife } from './life-step';
import { createRandom, type Random } from './random';
import { type SeededProject, seededProjects } from './seeded-account';

export interface GenerateOptions {
  count: number;
  seed: number;
  /** The jobs end within this many days before `until`. */
  days: number;
  /** Milliseconds since the epoch. */
  until: number;
}

export const generatedTag = { Key: 'spotdeck:generated', Value: 'true' } as const;

const dayMs = 86_400_000;
/** Of all jobs: those made as one half of a pair, the same work on spot and on demand. */
const pairedShare = 0.06;
const spotShare = 0.7;

/** What a job has to do, whichever way it is paid. */
interface Work {
  project: SeededProject;
  hyperparameters: Record<string, string>;
  epochs: number;
  epochSeconds: number;
  sourceUri: string;
  instanceType: string;
  instanceCount: number;
}

/** A job with what it is told by beside its record. */
export interface GeneratedJob {
  job: TrainingJobRecord;
  work: Work;
  spans: readonly TrainingSpan[];
  /** Of one epoch. */
  epochMs: number;
}

/** Oldest end first. */
export function* generateJobs(options: GenerateOptions): Generator<TrainingJobRecord> {
  for (const { job } of generateLives(options)) yield job;
}

/** The same jobs, with what their logs and checkpoints are made of. */
export function* generateLives({ count, seed, days, until }: GenerateOptions): Generator<GeneratedJob> {
  const random = createRandom(seed);
  const names = new Set<string>();
  const every = (days * dayMs) / count;
  const endOf = (index: number) => Math.floor(until - (count - 1 - index + random.next()) * every);
  for (let index = 0; index < count;) {
    const work = drawWork(random);
    const isPair = random.chance(pairedShare / 2) && index + 2 <= count;
    const kinds = isPair ? [false, true] : [random.chance(spotShare)];
    for (const spot of kinds) {
      const outcome = isPair ? 'completed' : drawOutcome(random, spot);
      yield generateJob(random, { work, spot, outcome, endsAt: endOf(index), names });
      index += 1;
    }
  }
}

const drawWork = (random: Random): Work => {
  const project = random.pick(seededProjects);
  const usual = project.instanceTypes[0] ?? '';
  const epochs = random.pick(project.epochs);
  const [low, high] = project.epochSeconds;
  return {
    project,
    epochs,
    hyperparameters: { epochs: String(epochs), ...project.hyperparameters(random) },
    epochSeconds: random.between(low, high),
    sourceUri: `s3://sagemaker-us-east-1-000000000000/code/${project.name}/v${random.whole(1, 40)}/sourcedir.tar.gz`,
    instanceType: random.chance(0.6) ? usual : random.pick(project.instanceTypes),
    instanceCount: random.weighted([
      [1, 80],
      [2, 12],
      [3, 3],
      [4, 5],
    ]),
  };
};

interface JobPlan {
  work: Work;
  spot: boolean;
  outcome: JobOutcome;
  /** Milliseconds since the epoch. */
  endsAt: number;
  /** All names so far. */
  names: Set<string>;
}

const generateJob = (random: Random, { work, spot, outcome, endsAt, names }: JobPlan): GeneratedJob => {
  const { project, epochs } = work;
  const checkpoints = spot ? project.checkpoints && random.chance(0.95) : random.chance(0.1);
  // More instances help, though not in proportion; no two runs take the same time.
  const epochMs = (work.epochSeconds * random.between(0.97, 1.03) * 1000) / work.instanceCount ** 0.8;
  const life = planLife(random, {
    outcome,
    spot,
    checkpoints,
    epochMs,
    epochs,
    interruptions: spot ? drawInterruptions(random, outcome) : 0,
  });
  const { name, createdAt } = freeName(project.name, endsAt - life.totalMs, names);
  const request = requestOf(random, work, { name, spot, checkpoints, ...life });
  const job = newTrainingJob(request, createdAt);
  playLife(job, life.steps, {
    discount: Number(random.between(0.5, 0.78).toFixed(3)),
    failureReason: failureOf(random, outcome, project.script, work.hyperparameters)?.reason,
    modelArtifacts: `${request.OutputDataConfig.S3OutputPath}/${name}/output/model.tar.gz`,
    metricsOf: (epoch) => metricsOf(random, work, epoch),
  });
  return { job, work, spans: life.spans, epochMs };
};

const drawInterruptions = (random: Random, outcome: JobOutcome): number => {
  const drawn = random.weighted([
    [0, 68],
    [1, 20],
    [2, 8],
    [3, 4],
  ]);
  return outcome === 'max-wait' ? Math.max(1, drawn) : drawn;
};

/** As SageMaker's SDK names jobs, by their time of creation; one that is taken moves back by a millisecond. */
const freeName = (base: string, from: number, names: Set<string>) => {
  for (let createdAt = from; ; createdAt -= 1) {
    const name = `${base}-${new Date(createdAt).toISOString().replace(/[T:.]/g, '-').replace('Z', '')}`;
    if (names.has(name)) continue;
    names.add(name);
    return { name, createdAt };
  }
};

interface RequestPlan {
  name: string;
  spot: boolean;
  checkpoints: boolean;
  maxRuntimeSeconds: number;
  maxWaitSeconds: number;
}

const requestOf = (random: Random, work: Work, plan: RequestPlan): CreateTrainingJobInput => {
  const { project } = work;
  const { name, spot } = plan;
  const bucket = `s3://${project.team}-training`;
  return {
    TrainingJobName: name,
    RoleArn: 'arn:aws:iam::000000000000:role/SageMakerTraining',
    HyperParameters: {
      ...work.hyperparameters,
      sagemaker_program: JSON.stringify(project.script),
      sagemaker_submit_directory: JSON.stringify(work.sourceUri),
      sagemaker_container_log_level: '20',
      sagemaker_job_name: JSON.stringify(name),
      sagemaker_region: '"us-east-1"',
    },
    AlgorithmSpecification: {
      TrainingImage: project.image,
      TrainingInputMode: 'File',
      MetricDefinitions: project.metrics.map((metric) => ({ Name: metric.name, Regex: metric.regex })),
    },
    InputDataConfig: project.channels.map((channel) => ({
      ChannelName: channel,
      DataSource: {
        S3DataSource: {
          S3DataType: 'S3Prefix',
          S3Uri: `${bucket}/data/${project.name}/${channel}/`,
          S3DataDistributionType: 'FullyReplicated',
        },
      },
    })),
    OutputDataConfig: { S3OutputPath: `${bucket}/output` },
    ResourceConfig: {
      InstanceType: work.instanceType,
      InstanceCount: work.instanceCount,
      VolumeSizeInGB: 50,
    },
    StoppingCondition: {
      MaxRuntimeInSeconds: plan.maxRuntimeSeconds,
      ...(spot && { MaxWaitTimeInSeconds: plan.maxWaitSeconds }),
    },
    Tags: [
      ...(random.chance(0.85)
        ? [
            { Key: 'Project', Value: project.name },
            { Key: 'Team', Value: project.team },
          ]
        : []),
      ...(random.chance(0.5) ? [{ Key: 'Owner', Value: project.owner }] : []),
      generatedTag,
    ],
    EnableManagedSpotTraining: spot,
    ...(plan.checkpoints && { CheckpointConfig: { S3Uri: `${bucket}/checkpoints/${name}` } }),
  };
};

/** Last values that the script's log names when the epoch ends. */
export const metricsOf = (random: Random, { project, epochs }: Work, epoch: number) => {
  const remaining = Math.exp((-3 * epoch) / epochs) * random.between(0.9, 1.1);
  return project.metrics.map(({ name, first, last }) => ({
    name,
    value: asFloat32(last + (first - last) * remaining),
  }));
};
