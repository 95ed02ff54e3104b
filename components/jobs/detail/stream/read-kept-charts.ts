/** Reads what `kept-charts.ts` keeps, on the server. */
import { parseJson } from '../../../../lib/training/json-text';
import { isPlainObject } from '../../../../lib/training/json-value';
import { type JobView } from '../../../../lib/urls/job-view';
import { parseJobView } from '../../../../lib/urls/parse-job-view';
import { type ChartsChoice } from './kept-charts';

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
