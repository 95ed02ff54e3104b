/** Launch forms that were begun and not sent, as the browser keeps them. */
import { z } from 'zod';
import { type KeptList, readKeptList } from '@/components/shell/kept-list';
import { type LaunchDraft } from '@/lib/training/launch-draft';
import { launchDraftSchema } from '@/lib/training/launch-draft-schema';

export interface KeptDraft {
  id: string;
  backend: string;
  /** What its owner calls it; absent: the job's name. */
  title?: string;
  /** Where the form began, e.g. `example:mnist-tensorflow`. */
  from: string;
  /** Drawn once per form: a launch whose answer was lost is found again by it, after a reload too. */
  launchId: string;
  values: LaunchDraft;
  /** Paths of the files that were chosen; the files themselves are kept apart. */
  files: string[];
  /** Ms since the epoch. */
  savedAt: number;
}

export const maxDrafts = 20;
const maxDraftTitle = 80;

const keptDraftSchema: z.ZodType<KeptDraft> = z.object({
  id: z.string().min(1).max(60),
  backend: z.string().max(400),
  title: z.string().max(maxDraftTitle).optional(),
  from: z.string().max(500),
  launchId: z.uuid(),
  values: launchDraftSchema,
  files: z.array(z.string().max(2000)).max(10_000),
  savedAt: z.number(),
});

/** What is typed to name a draft. */
export const draftNameSchema = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'Give the draft a name.')
    .max(maxDraftTitle, `A name of ${maxDraftTitle} characters at most.`),
});

/** What was kept, newest first. */
export const parseDrafts = (text: string | null): KeptList<KeptDraft> => {
  const { entries, unreadable } = readKeptList(text, (value) => keptDraftSchema.safeParse(value).data);
  return { entries: entries.toSorted((a, b) => b.savedAt - a.savedAt), unreadable };
};

/** Whose files are kept: those of a draft that cannot be read stay with it. */
export const idsOfDrafts = ({ entries, unreadable }: KeptList<KeptDraft>): string[] => [
  ...entries.map(({ id }) => id),
  ...unreadable.flatMap((each) => draftWithId.safeParse(each).data?.id ?? []),
];
const draftWithId = z.looseObject({ id: z.string() });

/** The one of the same id gives way, and the oldest where there are too many. */
export const withDraft = (drafts: readonly KeptDraft[], draft: KeptDraft): readonly KeptDraft[] =>
  [draft, ...withoutDraft(drafts, draft.id)].slice(0, maxDrafts);

export const withoutDraft = (drafts: readonly KeptDraft[], id: string): readonly KeptDraft[] =>
  drafts.filter((draft) => draft.id !== id);

export const draftTitle = ({ title, values }: Pick<KeptDraft, 'title' | 'values'>): string =>
  (title ?? values.name.trim()) || 'Without a name';
