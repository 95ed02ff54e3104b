import { type JobSums } from './amounts';

/** Sums of one spot job of ml.m5.xlarge, all zero but for the change. For tests. */
export const sampleSums = (change: Partial<JobSums>): JobSums => ({
  instanceType: 'ml.m5.xlarge',
  spot: true,
  standing: 'counted',
  jobs: 1,
  trainingInstanceSeconds: 0,
  billableInstanceSeconds: 0,
  usefulInstanceSeconds: 0,
  atMostJobs: 0,
  waitingSeconds: 0,
  startingSeconds: 0,
  interruptions: 0,
  recomputedEpochs: 0,
  heldInstanceSeconds: 0,
  heldSeconds: 0,
  interruptedJobs: 0,
  backfilledJobs: 0,
  lostInstanceSeconds: 0,
  lostBillableInstanceSeconds: 0,
  ranOutOfWait: 0,
  withoutCheckpoints: 0,
  ...change,
});
