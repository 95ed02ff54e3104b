/** What of the page is chosen by its URL, so that a link shows what its sender saw. */
import { type JobView } from './parse-job-view';

export { type JobView } from './parse-job-view';
export { jobTabs } from './job-tabs';

/** The query of a view, with its question mark; empty for the view that a bare URL shows. */
export const jobViewQuery = (view: JobView): string => {
  const { tab, axis, points, rank, from, to, scale, smooth, hide, pin, line } = view;
  const params = new URLSearchParams();
  if (tab !== 'live') params.set('tab', tab);
  if (axis) params.set('axis', axis);
  if (points) params.set('points', points);
  if (rank !== undefined) params.set('rank', rank);
  if (from !== undefined && to !== undefined) {
    params.set('from', shortNumber(from));
    params.set('to', shortNumber(to));
  }
  if (scale) params.set('scale', scale);
  if (smooth) params.set('smooth', shortNumber(smooth));
  for (const id of hide ?? []) params.append('hide', id);
  for (const id of pin ?? []) params.append('pin', id);
  if (line !== undefined) params.set('line', String(line));
  return params.size === 0 ? '' : `?${params}`;
};

/** As short as a place on a screen needs it. */
const shortNumber = (value: number): string => String(Number(value.toPrecision(6)));
