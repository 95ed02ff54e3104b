import 'server-only';
import { defineUseCase } from '../use-cases/define-use-case';
import { nothing } from '../use-cases/name-inputs';
import { backendNotices } from './backend-notices';

/** What holds for every page of a backend now; an open page asks again and again. */
export const readNotices = defineUseCase({
  name: 'read-notices',
  input: nothing,
  access: 'watch',
  changes: false,
  run: ({ backend }) => backendNotices(backend),
});
