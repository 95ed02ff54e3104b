import { type ActionResult } from '@/lib/errors/action-result';
import { type LaunchDraft } from '@/lib/training/launch-draft';
import { type Finding } from '@/lib/training/preflight';
import { type OnDemandPrice } from '@/lib/training/money/price';

/** The server actions of the launch form, handed in by its page. */
export interface LaunchActions {
  /** Values to begin with again, e.g. after choosing an example. */
  draftFrom: (origin: string) => Promise<ActionResult<LaunchDraft>>;
  preflight: (draft: LaunchDraft) => Promise<ActionResult<Finding[]>>;
  /** `null` where the price is unknown. */
  price: (instanceType: string) => Promise<ActionResult<OnDemandPrice | null>>;
  /** The form's parts: `draft` (JSON), `launchId`, and for an upload `files` and their `paths`, in one order. */
  launch: (form: FormData) => Promise<ActionResult<{ name: string }>>;
  /** Launches the same script on the local backend, for one epoch, on demand. */
  verifyLocally: (form: FormData) => Promise<ActionResult<{ name: string }>>;
}

/** Where a form can begin: an example, from scratch, or an earlier job. */
export interface OriginChoice {
  value: string;
  label: string;
  description?: string;
}
