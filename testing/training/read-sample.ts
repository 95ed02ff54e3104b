/** What the tests of this room read: logs as CloudWatch gives them, and jobs in every sequence of transitions. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type LogLine } from '../../lib/training/log-line';
import { type TrainingJob } from '../../lib/training/training-job';
import jobs from './samples/jobs.json';

/** When every sampled job was created, ms since the epoch. */
export const CREATED = 1777848000000;

/** @param seconds since the job was created */
export const after = (seconds: number): number => CREATED + seconds * 1000;

export const sampleJob = (name: keyof typeof jobs): TrainingJob => jobs[name] as TrainingJob;

/** One line a second. */
export const sampleLog = (name: string, { attempt = 1, from = 0, host = 'algo-1' } = {}): LogLine[] =>
  readFileSync(path.join(import.meta.dirname, 'samples', `${name}.log`), 'utf8')
    .split('\n')
    .filter((message) => message !== '')
    .map((message, index) => ({ sequence: from + index, at: after(from + index), attempt, host, message }));

export const logOf = (...messages: string[]): LogLine[] =>
  messages.map((message, index) => ({
    sequence: index,
    at: after(index),
    attempt: 1,
    host: 'algo-1',
    message,
  }));
