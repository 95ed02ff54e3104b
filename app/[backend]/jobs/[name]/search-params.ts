import 'server-only';
import { cookies } from 'next/headers';
import { keptChartsCookie } from '@/components/jobs/detail/stream/kept-charts';
import { readKeptCharts, withKeptCharts } from '@/components/jobs/detail/stream/read-kept-charts';
import { type JobView } from '@/lib/urls/job-view';
import { parseJobView } from '@/lib/urls/parse-job-view';

interface AskedView {
  view: JobView;
  /** What the reader chose for the charts once cannot be read. */
  areChartsUnreadable: boolean;
}

/** The view that an address asks for, with what the reader chose for the charts where it says nothing of them. */
export const readJobView = async (params: Parameters<typeof parseJobView>[0]): Promise<AskedView> => {
  const kept = readKeptCharts((await cookies()).get(keptChartsCookie)?.value);
  return { view: withKeptCharts(parseJobView(params), kept), areChartsUnreadable: kept.isUnreadable };
};
