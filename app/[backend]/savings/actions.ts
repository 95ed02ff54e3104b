'use server';

import { z } from 'zod';
import { type ActionResult } from '@/lib/errors/action-result';
import { runAction, runActionOn } from '@/lib/server/run-action';
import { enterPrice } from '@/lib/savings/enter-price';
import { refreshSavings, reportSavings } from '@/lib/savings/report-savings';
import { type SavingsReport } from '@/lib/training/report/savings-report';
import { searchParamsOf } from '../jobs/search-params';
import { readReportQuery } from './search-params';

const addressSchema = z.string().max(4_000);

const queryOf = (address: string) =>
  readReportQuery(searchParamsOf(new URL(`?${addressSchema.parse(address)}`, 'http://localhost')));

/** The report of an address, from the server's own index. */
export const querySavingsAction = async (
  backend: string,
  address: string,
): Promise<ActionResult<SavingsReport>> => runActionOn(reportSavings, backend, () => queryOf(address));

/** Has the backend asked at once for what changed, then makes the report. */
export const refreshSavingsAction = async (
  backend: string,
  address: string,
): Promise<ActionResult<SavingsReport>> => runActionOn(refreshSavings, backend, () => queryOf(address));

/** Keeps a price that the price list does not have, or takes it back. */
export const enterPriceAction = async (
  backend: string,
  instanceType: string,
  usdPerHour: number | undefined,
): Promise<ActionResult<undefined>> => runAction(enterPrice, backend, { instanceType, usdPerHour });
