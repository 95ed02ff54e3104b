/** What can be done to several jobs at once: to which of them, in which words. */
import { type ActionResult } from '@/lib/errors/action-result';
import { type JobRow } from '@/lib/training/job-columns';
import { archivedTag, favouriteTag, markChange, type TagChange } from '@/lib/training/job-tags';
import { isTerminal } from '@/lib/training/status';

/** What the list may ask of the server about one job. */
export interface ListActions {
  stop: (backend: string, name: string) => Promise<ActionResult<unknown>>;
  remove: (backend: string, name: string) => Promise<ActionResult<unknown>>;
  tag: (backend: string, name: string, change: TagChange) => Promise<ActionResult<unknown>>;
}

/** A job, and the backend that has it. */
interface ActedJob {
  backend: string;
  name: string;
}

export interface BulkAction {
  id: 'stop' | 'favour' | 'unfavour' | 'archive' | 'restore' | 'tag' | 'delete';
  text: string;
  /** Whether it can be done to the job as it was when it was last read. */
  suits: (job: JobRow) => boolean;
  /** Why it is done to none of the ticked ones. */
  none: string;
  question: (jobs: string) => string;
  button: string;
  /** What it comes to. */
  about: string;
  done: (jobs: string) => string;
  /** A tag is asked for. */
  asksTag?: true;
  act: (actions: ListActions, job: ActedJob, change: TagChange) => Promise<ActionResult<unknown>>;
}

const marked = (
  action: Pick<BulkAction, 'id' | 'text' | 'none' | 'about' | 'done'>,
  key: typeof favouriteTag | typeof archivedTag,
  wanted: boolean,
): BulkAction => ({
  ...action,
  suits: (job) => (key === favouriteTag ? job.favourite : job.archived) !== (wanted || undefined),
  question: (jobs) => `${action.text}: ${jobs}?`,
  button: action.text,
  act: ({ tag }, { backend, name }) => tag(backend, name, markChange(key, wanted)),
});

export const bulkActions: readonly BulkAction[] = [
  {
    id: 'stop',
    text: 'Stop',
    suits: ({ status }) => !isTerminal(status) && status !== 'Stopping',
    none: 'None of the ticked jobs is running.',
    question: (jobs) => `Stop ${jobs}?`,
    button: 'Stop',
    about:
      'Their scripts are asked to end and have 120 s for it. What they have put into their model folders is still uploaded. A stopped job cannot be resumed, but a new one can continue from its checkpoints.',
    done: (jobs) => `${jobs} stopping.`,
    act: ({ stop }, { backend, name }) => stop(backend, name),
  },
  marked(
    {
      id: 'favour',
      text: 'Mark as favourite',
      none: 'All ticked jobs are favourites.',
      about: 'A tag of each job keeps that. The filter Favourite finds them.',
      done: (jobs) => `${jobs} marked as favourite.`,
    },
    favouriteTag,
    true,
  ),
  marked(
    {
      id: 'unfavour',
      text: 'No favourite any more',
      none: 'None of the ticked jobs is a favourite.',
      about: 'The tag that keeps that is removed.',
      done: (jobs) => `${jobs} not marked as favourite any more.`,
    },
    favouriteTag,
    false,
  ),
  marked(
    {
      id: 'archive',
      text: 'Archive',
      none: 'All ticked jobs are archived.',
      about:
        'Lists leave archived jobs out until they are asked for; reports still count them. A tag of each job keeps that, and it can be taken back.',
      done: (jobs) => `${jobs} archived.`,
    },
    archivedTag,
    true,
  ),
  marked(
    {
      id: 'restore',
      text: 'Take out of the archive',
      none: 'None of the ticked jobs is archived.',
      about: 'Lists show them again.',
      done: (jobs) => `${jobs} back in the lists.`,
    },
    archivedTag,
    false,
  ),
  {
    id: 'tag',
    text: 'Set or remove a tag',
    suits: () => true,
    none: 'No job is ticked.',
    question: (jobs) => `Set or remove a tag of ${jobs}`,
    button: 'Change the tag',
    about: 'A tag of the same key is replaced.',
    done: (jobs) => `${jobs} tagged anew.`,
    asksTag: true,
    act: ({ tag }, { backend, name }, change) => tag(backend, name, change),
  },
  {
    id: 'delete',
    text: 'Delete',
    suits: ({ status }) => isTerminal(status),
    none: 'Only jobs that have ended can be deleted.',
    question: (jobs) => `Delete ${jobs}?`,
    button: 'Delete',
    about: 'Their records are lost and their names are free again. Their models and checkpoints in S3 stay.',
    done: (jobs) => `${jobs} deleted.`,
    act: ({ remove }, { backend, name }) => remove(backend, name),
  },
];

/** `1 job`, `12 jobs`. */
export const jobsInWords = (count: number): string => (count === 1 ? '1 job' : `${count} jobs`);
/** `1 job is`, `12 jobs are`. */
export const jobsAre = (count: number): string => `${jobsInWords(count)} ${count === 1 ? 'is' : 'are'}`;
