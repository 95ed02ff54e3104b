'use client';

import { usePathname, useRouter } from 'next/navigation';
import { allSlug, placeName } from '@/lib/training/backend-slug';
import { statusInWords } from '@/lib/training/job-end';
import { jobsPath } from '../../../lib/urls/job-list';
import { noFilters } from '@/lib/training/job-filters';
import { allBackends, samePageOn, type BackendChoice, type CurrentBackend } from '../backend-choice';
import { pagesOf } from '../pages';
import { themeChoices } from '../theme';
import { useTheme } from '../theme-provider';
import { entriesFor, type PaletteEntry } from './entries';
import { type FoundJobs } from './found-jobs';
import { anyJobOfEntry, jobEntryId } from './recent';

interface EntrySources {
  text: string;
  backends: readonly BackendChoice[];
  current: CurrentBackend;
  jobs: FoundJobs['jobs'];
  /** How many jobs the text finds; absent while it is not known. */
  total: number | undefined;
  /** Ids of what was chosen lately. */
  recent: readonly string[];
  showKeys: () => void;
}

/** All that a text asks for, in the order in which it is shown. */
export const useEntries = (sources: EntrySources): PaletteEntry[] => {
  const { text, current, jobs, total, recent } = sources;
  const fixed = useFixedEntries(sources);
  const found = jobs.map((job) => ({ ...jobEntry(job.where ?? current.slug, job.name), hint: hintOf(job) }));
  if (text.trim() !== '') {
    const all = total === 0 ? [] : [allJobsEntry(current.slug, text, total)];
    return [...entriesFor(text, fixed), ...found, ...all];
  }
  const chosen = recent.flatMap((id): PaletteEntry[] => {
    const job = anyJobOfEntry(id);
    const isShown = job?.backend === current.slug || current.slug === allSlug;
    const entry = job === undefined ? fixed.find((one) => one.id === id) : jobEntry(job.backend, job.name);
    return entry && (job === undefined || isShown) ? [{ ...entry, group: 'Recent' }] : [];
  });
  // What comes later stands last, so that nothing moves under the pointer.
  const others = [...entriesFor('', fixed), ...found];
  return [...chosen, ...others.filter(({ id }) => !chosen.some((entry) => entry.id === id))];
};

const hintOf = (job: FoundJobs['jobs'][number]): string =>
  [
    ...(job.archived ? ['Archived'] : []),
    statusInWords(job),
    ...(job.goneAt === undefined ? [] : ['no longer in the account']),
    ...(job.where === undefined ? [] : [placeName(job.where)]),
  ].join(', ');

const jobEntry = (backend: string, name: string): PaletteEntry => ({
  id: jobEntryId(backend, name),
  group: 'Jobs',
  label: name,
  href: `/${backend}/jobs/${encodeURIComponent(name)}`,
});

/** The way to all jobs that a text finds, which is there before any of them is. */
const allJobsEntry = (backend: string, text: string, total: number | undefined): PaletteEntry => {
  const nameContains = text.trim().split(/\s+/);
  return {
    id: 'jobs-that-match',
    group: 'Jobs',
    label: `List the jobs whose name has “${nameContains.join(' ')}”`,
    ...(total !== undefined && { hint: total.toLocaleString('en') }),
    href: jobsPath(backend, { ...noFilters, nameContains }),
  };
};

/** Pages and actions. */
const useFixedEntries = ({ backends, current, showKeys }: EntrySources): PaletteEntry[] => {
  const router = useRouter();
  const pathname = usePathname();
  const { choice, choose } = useTheme();
  const pages = pagesOf(`/${current.slug}`).map(({ text, title = text, href, words }): PaletteEntry => ({
    id: `page:${text}`,
    group: text === 'Launch' ? 'Actions' : 'Pages',
    label: title,
    href,
    words: `page go to ${words}`,
  }));
  const themes = themeChoices.map(({ id, text }): PaletteEntry => ({
    id: `theme:${id}`,
    group: 'Actions',
    label: `Theme: ${text.toLowerCase()}`,
    words: 'colour color mode appearance system',
    ...(id === choice && { hint: 'in use' }),
    run: () => choose(id),
  }));
  const keys: PaletteEntry = {
    id: 'keys',
    group: 'Actions',
    label: 'Show the keys',
    words: 'keyboard shortcuts help',
    hint: '?',
    run: showKeys,
  };
  const others = [allBackends, ...backends]
    .filter(({ slug }) => slug !== current.slug)
    .map(({ slug, label, unavailable }): PaletteEntry => ({
      id: `backend:${slug}`,
      group: 'Actions',
      label: `Switch to ${label}`,
      words: 'backend region aws account',
      ...(backends.length > 4 && { onlyWhenAsked: true }),
      ...(unavailable && { disabled: unavailable.reason }),
      run: () => router.push(samePageOn(pathname + location.search, slug)),
    }));
  return [...pages, ...themes, keys, ...others].sort((a, b) => b.group.localeCompare(a.group));
};
