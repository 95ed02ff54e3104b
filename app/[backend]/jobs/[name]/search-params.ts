import 'server-only';
import { cookies } from 'next/headers';
import { keptChartsCookie, withKeptCharts } from '@/components/jobs/detail/stream/kept-charts';
import { type JobView, parseJobView } from '@/lib/urls/job-view';

/** The view that an address asks for, with what the reader chose for the charts where it says nothing of them. */
export const readJobView = async (params: Parameters<typeof parseJobView>[0]): Promise<JobView> =>
  withKeptCharts(parseJobView(params), (await cookies()).get(keptChartsCookie)?.value);
