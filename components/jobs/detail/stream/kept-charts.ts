/** What a reader chose for the charts of all jobs, kept in a cookie so that the server draws them so. */
import { type JobView } from '../../../../lib/urls/job-view';

export type ChartsChoice = Pick<JobView, 'smooth' | 'pin'>;

export const keptChartsCookie = 'spotdeck-charts';

const yearInSeconds = 31_536_000;
/** A cookie holds 4 KB, encoded. */
const maxLength = 3_000;

/** As `document.cookie` takes it; of more pinned charts than fit the first ones. */
export const keptChartsCookieOf = ({ smooth, pin = [] }: ChartsChoice): string => {
  const textOf = (ids: readonly string[]) => encodeURIComponent(JSON.stringify({ smooth, pin: ids }));
  let fits = pin.length;
  while (fits > 0 && textOf(pin.slice(0, fits)).length > maxLength) fits -= 1;
  return `${keptChartsCookie}=${textOf(pin.slice(0, fits))}; path=/; max-age=${yearInSeconds}; samesite=lax`;
};
