/** What would settle a verdict that the log and the names leave open, in words for the reader. */
import { type WouldTell } from './model';

export const WOULD_TELL: Record<WouldTell, string> = {
  'first-line': 'the first line of this attempt that names an epoch, a round or a step',
  'say-checkpoint': 'a line of the script that names the checkpoint it loads, or says that it found none',
  'checkpoint-list': 'the names of the checkpoints that were in S3 when the attempt before was interrupted',
  'planned-total': 'the number of epochs or rounds that the job trains in all',
  'number-on': 'numbers that go on after a resume instead of beginning again',
};
