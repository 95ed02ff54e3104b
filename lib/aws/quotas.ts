import 'server-only';
import { ListServiceQuotasCommand } from '@aws-sdk/client-service-quotas';
import { type Backend } from './backends';
import { getClients } from './clients';
import { readPages } from './pages';
import { rememberOfAccount } from './remember-asked';
import { translating } from './translate-error';

const tenMinutesMs = 600_000;

export interface AppliedQuota {
  code: string;
  value: number;
}

/**
 * SageMaker's quotas of training jobs by name, remembered for ten minutes: there is no call for one of them by its name,
 * and all of them are some thirty pages.
 * @throws {SpotdeckError} access-denied …; unsupported, by a backend that has no quotas
 */
export const trainingQuotas = (backend: Backend): Promise<ReadonlyMap<string, AppliedQuota>> => {
  return rememberOfAccount(backend, {
    what: 'training-quotas',
    load: () =>
      translating(backend, 'read the account’s quotas', async () => {
        const pages = readPages(
          (NextToken) =>
            getClients(backend).quotas.send(
              new ListServiceQuotasCommand({ ServiceCode: 'sagemaker', MaxResults: 100, NextToken }),
            ),
          (page) => page.NextToken,
        );
        const quotas = new Map<string, AppliedQuota>();
        for await (const { Quotas = [] } of pages)
          for (const { QuotaName, QuotaCode, Value } of Quotas)
            if (QuotaName?.endsWith(' training job usage') && QuotaCode !== undefined && Value !== undefined)
              quotas.set(QuotaName, { code: QuotaCode, value: Value });
        return quotas;
      }),
    lifetimeMs: tenMinutesMs,
  });
};
