'use client';

import { usePathname, useRouter } from 'next/navigation';
import { useOptimistic, useTransition } from 'react';

interface ReportAddress<Query> {
  /** With what was chosen last, also while its answer is on its way. */
  query: Query;
  navigating: boolean;
  change: (part: Partial<Query>) => void;
}

/**
 * A report's state is its address: a choice changes it.
 * @param firstPage another view begins with its first page
 */
export const useReportAddress = <Query extends object>(
  shown: Query,
  format: (query: Query) => string,
  firstPage: Partial<Query>,
): ReportAddress<Query> => {
  const router = useRouter();
  const pathname = usePathname();
  const [query, setQuery] = useOptimistic(shown);
  const [navigating, startTransition] = useTransition();
  const change = (part: Partial<Query>) =>
    startTransition(() => {
      const next: Query = { ...query, ...firstPage, ...part };
      setQuery(next);
      router.push(`${pathname}?${format(next)}`, { scroll: false });
    });
  return { query, navigating, change };
};
