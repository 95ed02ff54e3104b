import { lateCode } from '../shell/late-code';
import { ChartUnavailable } from './chart-unavailable';

interface Unavailable {
  default: typeof ChartUnavailable;
}

/** What a chart's code gives, or what stands in its place. */
export const unlessUnavailable = <Chart>(loading: Promise<Chart>): Promise<Chart | Unavailable> =>
  lateCode(loading, 'a chart', { default: ChartUnavailable });
