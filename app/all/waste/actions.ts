'use server';

import { z } from 'zod';
import { type ActionResult } from '@/lib/errors/action-result';
import { refreshAllWaste, reportAllWaste } from '@/lib/savings/report-all-waste';
import { runActionOn } from '@/lib/server/run-action';
import { type WasteBoard } from '@/lib/training/report/waste-board';
import { parsePlaces } from '@/lib/urls/places';
import { searchParamsOf } from '../../[backend]/jobs/search-params';
import { readWasteQuery } from '../../[backend]/waste/search-params';

const addressSchema = z.string().max(20_000);

const askedIn = (address: string) => {
  const params = searchParamsOf(new URL(`?${addressSchema.parse(address)}`, 'http://localhost'));
  return { places: parsePlaces(params), query: readWasteQuery(params) };
};

/** The board of an address, of several backends, from the server's own index. */
export const queryAllWasteAction = async (
  _backend: string,
  address: string,
): Promise<ActionResult<WasteBoard>> => runActionOn(reportAllWaste, 'local', () => askedIn(address));

/** Has each of the backends asked at once for what changed, then makes the board. */
export const refreshAllWasteAction = async (
  _backend: string,
  address: string,
): Promise<ActionResult<WasteBoard>> => runActionOn(refreshAllWaste, 'local', () => askedIn(address));
