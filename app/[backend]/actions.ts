'use server';

import { checkPermissions, isSignedIn, readAccount } from '@/lib/backends/read-account';
import { readNotices } from '@/lib/backends/read-notices';
import { runAction } from '@/lib/server/run-action';

export const readNoticesAction = async (backend: string) => runAction(readNotices, backend, {});

export const readAccountAction = async (backend: string) => runAction(readAccount, backend, {});

export const checkPermissionsAction = async (backend: string) => runAction(checkPermissions, backend, {});

export const isSignedInAction = async (backend: string) => runAction(isSignedIn, backend, {});
