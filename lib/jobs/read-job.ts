import 'server-only';
import { z } from 'zod';
import { pageSnapshot, wholeReading } from '../backfill/watch-job';
import { defineUseCase } from '../use-cases/define-use-case';
import { jobInput, jobNameInput } from '../use-cases/name-inputs';

const maxRankLength = 200;

/** Which rank's curves are wanted, of a log that several ranks print to; absent: the lowest. */
export const rankInput = z.string().max(maxRankLength).optional();

/** Status, metrics and savings of a job, bounded; from the server's memory where it is watched. */
export const readJob = defineUseCase({
  name: 'read-job',
  input: jobInput,
  access: 'watch',
  changes: false,
  run: ({ backend }, { name }) => pageSnapshot(backend.slug, name),
});

/** All that a job's log says, where the page was sent a part of it. */
export const readWholeLog = defineUseCase({
  name: 'read-whole-log',
  input: z.strictObject({ name: jobNameInput, rank: rankInput }),
  access: 'watch',
  changes: false,
  run: ({ backend }, { name, rank }) => wholeReading(backend.slug, name, rank),
});
