/** What a reader chose for the charts of all jobs, kept in a cookie so that the server draws them so. */
import { parseJson } from '../../../../lib/training/json-text';
import { isPlainObject } from '../../../../lib/training/json-value';
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

export interface KeptCharts {
  choice: ChartsChoice;
  /** It has something that is no such choice. */
  isUnreadable: boolean;
}

/** @param cookie its value, decoded; anyone can write one */
export const readKeptCharts = (cookie: string | undefined): KeptCharts => {
  const found = cookie === undefined ? {} : parseJson(cookie);
  if (!isPlainObject(found)) return { choice: {}, isUnreadable: true };
  const { smooth, pin = [] } = found;
  // The rules are those of an address.
  const read = parseJobView({
    ...(typeof smooth === 'number' && { smooth: String(smooth) }),
    ...(Array.isArray(pin) && pin.length > 0 && { pin: pin.map(String) }),
  });
  const isPinRead = Array.isArray(pin) && (pin.length === 0 || read.pin !== undefined);
  return {
    choice: {
      ...(read.smooth !== undefined && { smooth: read.smooth }),
      ...(read.pin !== undefined && { pin: read.pin }),
    },
    isUnreadable: (smooth !== undefined && read.smooth === undefined) || !isPinRead,
  };
};

/** The address wins: where it chooses anything for the charts, it shows what its sender saw. */
export const withKeptCharts = (view: JobView, { choice }: KeptCharts): JobView => {
  const { smooth, pin, hide, scale, from } = view;
  const isChosen = [smooth, pin, hide, scale, from].some((each) => each !== undefined);
  return isChosen ? view : { ...view, ...choice };
};
