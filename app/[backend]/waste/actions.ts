'use server';

import { z } from 'zod';
import { type ActionResult } from '@/lib/errors/action-result';
import { runActionOn } from '@/lib/server/run-action';
import { refreshWaste, reportWaste } from '@/lib/savings/report-waste';
import { type WasteBoard } from '@/lib/training/report/waste-board';
import { searchParamsOf } from '../jobs/search-params';
import { readWasteQuery } from './search-params';

const addressSchema = z.string().max(4_000);

const queryOf = (address: string) =>
  readWasteQuery(searchParamsOf(new URL(`?${addressSchema.parse(address)}`, 'http://localhost')));

/** The board of an address, from the server's own index. */
export const queryWasteAction = async (backend: string, address: string): Promise<ActionResult<WasteBoard>> =>
  runActionOn(reportWaste, backend, () => queryOf(address));

/** Has the backend asked at once for what changed, then makes the board. */
export const refreshWasteAction = async (
  backend: string,
  address: string,
): Promise<ActionResult<WasteBoard>> => runActionOn(refreshWaste, backend, () => queryOf(address));
