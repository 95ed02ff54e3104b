/** What a reader chose for the charts of all jobs, kept in a cookie so that the server draws them so. */
import { type JobView, parseJobView } from '../../../../lib/urls/job-view';

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

/**
 * The address wins: where it chooses anything for the charts, it shows what its sender saw.
 * @param cookie as it arrived; anyone can write one
 */
export const withKeptCharts = (view: JobView, cookie: string | undefined): JobView => {
  const { smooth, pin, hide, scale, from } = view;
  const isChosen = [smooth, pin, hide, scale, from].some((choice) => choice !== undefined);
  return isChosen || cookie === undefined ? view : { ...view, ...readCharts(cookie) };
};

const readCharts = (cookie: string): ChartsChoice => {
  try {
    const { smooth, pin }: Record<string, unknown> = Object(JSON.parse(decodeURIComponent(cookie)));
    // The rules are those of an address.
    const read = parseJobView({
      ...(typeof smooth === 'number' && { smooth: String(smooth) }),
      ...(Array.isArray(pin) && pin.length > 0 && { pin: pin.map(String) }),
    });
    return {
      ...(read.smooth !== undefined && { smooth: read.smooth }),
      ...(read.pin !== undefined && { pin: read.pin }),
    };
  } catch {
    // Text that another program, or a hand, has put there.
    return {};
  }
};
