'use client';

import { createContext } from 'react';
import { type JobPage } from '@/lib/training/job-list';

/**
 * Reads the page of jobs of a list's address.
 * @returns undefined where it could not be read: who turns to it has the server make the page, which says what is wrong
 */
export type ReadRows = (backend: string, address: string) => Promise<JobPage | undefined>;

/** Given by the frame around the pages, as the list itself fetches nothing. */
export const RowReader = createContext<ReadRows>(() => Promise.resolve(undefined));
