/** Jobs in every sequence of transitions, for tests. */
import { type TrainingJob } from '../../lib/training/training-job';
import jobs from './samples/jobs.json';

/** When every sampled job was created, ms since the epoch. */
export const CREATED = 1777848000000;

/** @param seconds since the job was created */
export const after = (seconds: number): number => CREATED + seconds * 1000;

export const sampleJob = (name: keyof typeof jobs): TrainingJob => jobs[name] as TrainingJob;
