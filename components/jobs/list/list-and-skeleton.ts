'use client';

/** From one module, so that the browser gets what both are made of once. */
export { JobsList } from './jobs-list';
export { JobsLoading } from './jobs-loading';
