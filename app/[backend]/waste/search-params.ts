import 'server-only';
import { type SearchParams } from '@/lib/urls/job-list';
import { parseWasteQuery } from '@/lib/urls/waste';
import { isZone } from '@/lib/training/report/period';
import { type WasteQuery } from '@/lib/training/report/waste-board';

/** The board that an address asks for. */
export const readWasteQuery = (params: SearchParams, readerZone?: string): WasteQuery =>
  parseWasteQuery(params, readerZone, isZone);
