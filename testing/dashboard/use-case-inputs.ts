/** An input of every use case, with each member that its schema knows. */
import { type JobQuery } from '../../lib/training/job-list';

const filters: Required<JobQuery['filters']> = {
  nameContains: ['mnist'],
  outcomes: ['completed'],
  spot: true,
  instanceTypes: ['ml.m5.large'],
  createdFrom: 1,
  createdBefore: 2,
  tags: [{ key: 'team', value: 'vision', absent: false }],
  namePrefix: 'mnist',
  nameGroup: 'mnist-*',
  endedFrom: 1,
  endedBefore: 2,
  standing: 'counted',
  lostWork: true,
  checkpoints: true,
  interrupted: true,
  suitsSpotWithin: 60,
};
const jobs: JobQuery = { filters, sort: { by: 'created', descending: true }, page: 1, pageSize: 25 };

const report = {
  period: { preset: '30d' },
  zone: 'Europe/Berlin',
  unit: 'day',
  group: 'tag',
  tagKey: 'team',
  prefixParts: 1,
  groupPage: 2,
  namePrefix: 'mnist',
  checkpointSeconds: 5,
};

const draft = {
  name: 'mnist-1',
  source: { kind: 'example', example: 'mnist-tensorflow' },
  entryPoint: 'train.py',
  image: { kind: 'framework', framework: 'tensorflow', version: '2.19.0' },
  instanceType: 'ml.m5.large',
  instanceCount: '1',
  volumeSizeGb: '10',
  channels: [{ name: 'training', s3Uri: 's3://data/mnist/', inputMode: 'File' }],
  hyperparameters: [{ name: 'epochs', value: '3' }],
  environment: [{ name: 'LEVEL', value: '1' }],
  metricDefinitions: [{ name: 'loss', regex: 'loss: ([0-9.]+)' }],
  spot: true,
  maxRuntimeSeconds: '600',
  maxWaitSeconds: '1200',
  checkpoint: { s3Uri: 's3://data/checkpoints/', localPath: '/opt/ml/checkpoints' },
  outputS3Uri: 's3://data/',
  roleArn: 'arn:aws:iam::000000000000:role/spotdeck',
  tags: [{ key: 'team', value: 'vision' }],
};
const id = '11111111-0000-4000-8000-000000000000';
const launch = { ...draft, launchId: id, files: [{ path: 'train.py', bytes: new Uint8Array([1]) }] };

const evaluation = {
  imagesS3Uri: 's3://data/images.npy',
  labelsS3Uri: 's3://data/labels.npy',
  classNames: ['a', 'b'],
};
const address = {
  id: '20261126T120000000Z-0123abcd',
  jobName: 'mnist-1',
  artifactS3Uri: 's3://data/mnist-1/output/model.tar.gz',
};
const job = { name: 'mnist-1' };
const endpoint = { name: 'mnist-endpoint' };
const origin = { kind: 'job', job: 'mnist-1', purpose: 'clone' };

/** By the use case's name. */
export const sampleInputs: Readonly<Record<string, object>> = {
  'backend-capabilities': {},
  'describe-backend': {},
  'list-backends': {},
  'read-spot-market': {},
  'set-spot-market': {
    meanSecondsBetweenInterruptions: 60,
    meanCapacityWaitSeconds: 5,
    discount: 0.7,
    seed: 1,
    startWait: true,
  },
  'cancel-evaluation': { id: address.id },
  'cell-images': { ...address, actual: 0, predicted: 1, page: 1 },
  'delete-endpoint': endpoint,
  'deploy-job': {
    jobName: 'mnist-1',
    endpointName: 'mnist-endpoint',
    instanceType: 'ml.m5.large',
    instanceCount: 1,
    deployId: id,
  },
  'describe-endpoint': endpoint,
  'evaluate-endpoint': { ...evaluation, name: 'mnist-endpoint' },
  'evaluation-defaults': job,
  'evaluation-progress': endpoint,
  'hosting-price': { instanceType: 'ml.m5.large' },
  'is-endpoint-name-free': endpoint,
  'list-endpoints': {},
  'list-evaluations': { artifactS3Uri: address.artifactS3Uri },
  'newest-matrices': { models: [{ name: 'mnist-1', modelArtifactS3Uri: address.artifactS3Uri }] },
  'open-deploy-form': { jobName: 'mnist-1' },
  'open-endpoint': endpoint,
  'poll-endpoint': endpoint,
  'poll-endpoints': {},
  'read-evaluation': address,
  'start-evaluation': { ...evaluation, name: 'mnist-endpoint', requestId: id },
  'compare-jobs': { names: ['mnist-1', 'mnist-2'] },
  'export-curves': { names: ['mnist-1'] },
  'delete-job': job,
  'download-log': { name: 'mnist-1', attempt: 2 },
  'export-jobs': filters,
  'follow-job': { name: 'mnist-1', rank: 'rank0' },
  'follow-jobs': jobs,
  'interrupt-job': { name: 'mnist-1', afterEpoch: 2, notice: false, capacityWaitSeconds: 10 },
  'list-job-facets': {},
  'list-jobs': jobs,
  'read-job': job,
  'read-whole-log': { name: 'mnist-1', rank: 'rank0' },
  'refresh-jobs': jobs,
  'report-log': job,
  'spot-billing': { instanceType: 'ml.m5.large' },
  'stop-job': job,
  'example-choices': {},
  'launch-draft': origin,
  'launch-job': launch,
  'open-launch-form': origin,
  'preflight-job': draft,
  'training-price': { instanceType: 'ml.m5.large' },
  'verify-job-locally': launch,
  'describe-example-data': { example: 'tensorflow-cifar10', size: 'full' },
  'prepare-example-data': { example: 'tensorflow-cifar10', size: 'smoke' },
  'describe-stand-in': { image: draft.image, instanceType: draft.instanceType },
  'build-stand-in': { image: draft.image, instanceType: draft.instanceType },
  'list-stand-ins': {},
  'remove-stand-in': { key: 'tensorflow-2.19.0-0123abcd' },
  'enter-price': { instanceType: 'ml.p4d.24xlarge', usdPerHour: 32 },
  'refresh-savings': report,
  'report-savings': report,
};
