'use server';

import { readNotices } from '@/lib/backends/read-notices';
import { runAction } from '@/lib/server/run-action';

export const readNoticesAction = async (backend: string) => runAction(readNotices, backend, {});
