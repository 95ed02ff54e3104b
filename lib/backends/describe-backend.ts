import 'server-only';
import { type ToolTarget } from '../training/tool-setups';
import { defineUseCase } from '../use-cases/define-use-case';
import { nothing } from '../use-cases/name-inputs';

/** The account that the local backend plays. */
const localAccount = '000000000000';

/** How tools reach the backend. Asks nobody. */
export const describeBackend = defineUseCase({
  name: 'describe-backend',
  input: nothing,
  access: 'watch',
  changes: false,
  run: ({ backend: { label, region, endpoint } }): ToolTarget & { label: string } => ({
    label,
    region,
    bucket: `sagemaker-${region}-${localAccount}`,
    ...(endpoint !== undefined && { endpointUrl: endpoint }),
  }),
});
