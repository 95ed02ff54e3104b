import { type NextRequest } from 'next/server';
import { exportAllWaste } from '@/lib/savings/report-all-waste';
import { download, respond } from '@/lib/server/respond';
import { parsePlaces } from '@/lib/urls/places';
import { searchParamsOf } from '../../../[backend]/jobs/search-params';
import { readWasteQuery } from '../../../[backend]/waste/search-params';

export const dynamic = 'force-dynamic';

/** All rows of several backends' board that the address asks for, whatever its page, as CSV. */
export const GET = async (request: NextRequest): Promise<Response> => {
  const params = searchParamsOf(request.nextUrl);
  return respond(
    exportAllWaste,
    'local',
    { places: parsePlaces(params), query: readWasteQuery(params) },
    (board) => download(board, 'text/csv; charset=utf-8; header=present'),
  );
};
