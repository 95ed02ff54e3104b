import { type ActionResult } from '@/lib/errors/action-result';
import { type SavingsReport } from '@/lib/training/report/savings-report';

/** What the page asks of the server. */
export interface SavingsActions {
  /** The report of an address, as `formatReportQuery` writes it. */
  query: (backend: string, address: string) => Promise<ActionResult<SavingsReport>>;
  /** Has the backend asked at once for what changed, then answers as `query`. */
  refresh: (backend: string, address: string) => Promise<ActionResult<SavingsReport>>;
  /** USD an hour; without it the price that was entered is taken back. */
  enterPrice: (
    backend: string,
    instanceType: string,
    usdPerHour: number | undefined,
  ) => Promise<ActionResult<undefined>>;
}
