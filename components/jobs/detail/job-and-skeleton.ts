'use client';

/** From one module, so that the browser gets what both are made of once. */
export { JobPage } from './job-page';
export { JobPageSkeleton } from './job-page-skeleton';
