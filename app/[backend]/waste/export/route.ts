import { type NextRequest } from 'next/server';
import { exportWaste } from '@/lib/savings/export-waste';
import { download, respond } from '@/lib/server/respond';
import { searchParamsOf } from '../../jobs/search-params';
import { readWasteQuery } from '../search-params';

export const dynamic = 'force-dynamic';

interface Context {
  params: Promise<{ backend: string }>;
}

/** All rows of the board that the address asks for, whatever its page, as CSV. */
export const GET = async (request: NextRequest, { params }: Context): Promise<Response> => {
  const { backend } = await params;
  return respond(exportWaste, backend, readWasteQuery(searchParamsOf(request.nextUrl)), (board) =>
    download(board, 'text/csv; charset=utf-8; header=present'),
  );
};
