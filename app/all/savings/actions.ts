'use server';

import { z } from 'zod';
import { type ActionResult } from '@/lib/errors/action-result';
import { refreshAllSavings, reportAllSavings } from '@/lib/savings/report-all-savings';
import { runActionOn } from '@/lib/server/run-action';
import { type SavingsReport } from '@/lib/training/report/savings-report';
import { parsePlaces } from '@/lib/urls/places';
import { searchParamsOf } from '../../[backend]/jobs/search-params';
import { readReportQuery } from '../../[backend]/savings/search-params';

const addressSchema = z.string().max(20_000);

const askedIn = (address: string) => {
  const params = searchParamsOf(new URL(`?${addressSchema.parse(address)}`, 'http://localhost'));
  return { places: parsePlaces(params), query: readReportQuery(params) };
};

/** The report of an address, of several backends, from the server's own index. */
export const queryAllSavingsAction = async (
  _backend: string,
  address: string,
): Promise<ActionResult<SavingsReport>> => runActionOn(reportAllSavings, 'local', () => askedIn(address));

/** Has each of the backends asked at once for what changed, then makes the report. */
export const refreshAllSavingsAction = async (
  _backend: string,
  address: string,
): Promise<ActionResult<SavingsReport>> => runActionOn(refreshAllSavings, 'local', () => askedIn(address));
