import { type EnterPrice } from '@/components/savings/price-entry';
import { type ActionResult } from '@/lib/errors/action-result';
import { type TrainingModel } from '@/lib/training-log/model';
import { type InterruptOrder } from '@/lib/training/interrupt-order';
import { type TagChange } from '@/lib/training/job-tags';
import { type JobFiles } from '@/lib/training/job-files';
import { type JobSnapshot } from '@/lib/training/job-snapshot';

/** What the page may ask of the server, bound to its job. */
export interface JobActions {
  /** Status, metrics and savings as they are now, from the server's memory: asked while the stream is down. */
  query: () => Promise<ActionResult<JobSnapshot>>;
  /** All that the log says, of one rank where it is given: a page is sent what its charts can show. */
  wholeReading: (rank?: string) => Promise<ActionResult<TrainingModel>>;
  stop: () => Promise<ActionResult<unknown>>;
  interrupt: (order: InterruptOrder) => Promise<ActionResult<unknown>>;
  /** Keeps the on-demand price of an instance type that the list does not have. */
  enterPrice: EnterPrice;
  remove: () => Promise<ActionResult<unknown>>;
  /** Changes the job's tags, among them its marks and its note. */
  tag: (change: TagChange) => Promise<ActionResult<unknown>>;
  /** What DescribeTrainingJob answers now, every member of it, as JSON text. */
  describe: () => Promise<ActionResult<string>>;
  /** What the job has left in S3 at its output location. */
  files: () => Promise<ActionResult<JobFiles>>;
  /** What is read in the log, with its lines, names masked. Plain JSON. */
  reportLog: () => Promise<ActionResult<object>>;
}
