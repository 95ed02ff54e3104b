import { ChartUnavailable } from './chart-unavailable';

/** What a chart's code gives, or what stands in its place: one chart's code must not take the page down with it. */
export const unlessUnavailable = <Chart>(loading: Promise<Chart>): Promise<Chart | Unavailable> =>
  loading.catch((error: unknown) => {
    console.warn('a chart could not be loaded:', error);
    return { default: ChartUnavailable };
  });

interface Unavailable {
  default: typeof ChartUnavailable;
}
