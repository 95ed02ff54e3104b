import { type ActionResult } from '@/lib/errors/action-result';
import { type Difference } from '@/lib/training/carried-over';
import { type ExampleData } from '@/lib/training/example-data';
import { type InstanceOffers } from '@/lib/training/instance-offers';
import { type LaunchDraft } from '@/lib/training/launch-draft';
import { type EncryptionKey, type NetworkChoices } from '@/lib/training/network-choices';
import { type PreflightFacts } from '@/lib/training/preflight';
import { type InstalledStandIn, type StandInDescription } from '@/lib/training/stand-in';
import { type TrainingQuota } from '@/lib/training/training-quota';
import { type OnDemandPrice } from '@/lib/training/money/price';
import { type SpotBilling } from '@/lib/training/money/running-cost';
import { type S3Actions } from './browse/s3-actions';

/** The server actions of the launch form, handed in by its page. */
export interface LaunchActions {
  /** Values to begin with again, e.g. after choosing an example. */
  draftFrom: (origin: string) => Promise<ActionResult<{ initial: LaunchDraft; differences: Difference[] }>>;
  preflight: (draft: LaunchDraft) => Promise<ActionResult<{ facts: PreflightFacts }>>;
  /** `null` where the price is unknown. */
  price: (instanceType: string) => Promise<ActionResult<OnDemandPrice | null>>;
  /** ARNs of the roles that SageMaker may assume. */
  roles: () => Promise<ActionResult<string[]>>;
  network: () => Promise<ActionResult<NetworkChoices>>;
  keys: () => Promise<ActionResult<{ keys: EncryptionKey[]; unread: string[] }>>;
  /** `null` where the backend has no quotas. */
  quota: (instanceType: string, spot: boolean) => Promise<ActionResult<TrainingQuota | null>>;
  offers: () => Promise<ActionResult<InstanceOffers>>;
  /** How much of their time spot jobs of the type are billed; `null` where none tells. */
  billing: (instanceType: string) => Promise<ActionResult<SpotBilling | null>>;
  standIns: StandInActions;
  s3: S3Actions;
  data: ExampleDataActions;
  /** The form's parts: `draft` (JSON), `launchId`, and for an upload `files` and their `paths`, in one order. */
  launch: (form: FormData) => Promise<ActionResult<{ name: string }>>;
  /** Launches the same script on the local backend, for one epoch, on demand. */
  verifyLocally: (form: FormData) => Promise<ActionResult<{ name: string }>>;
}

type ImageChoice = Pick<LaunchDraft, 'image' | 'instanceType'>;

/** What runs in place of images, on a backend that has none. */
export interface StandInActions {
  /** `null` where the image itself runs. */
  describe: (choice: ImageChoice) => Promise<ActionResult<StandInDescription | null>>;
  /** Begins to install it. */
  build: (choice: ImageChoice) => Promise<ActionResult<StandInDescription | null>>;
  list: () => Promise<ActionResult<InstalledStandIn[]>>;
  remove: (key: string) => Promise<ActionResult<void>>;
}

/** The data of an example, by the example's name. */
export interface ExampleDataActions {
  /** `null` where nothing has to be prepared. */
  describe: (example: string) => Promise<ActionResult<ExampleData | null>>;
  /** Begins to prepare it. */
  prepare: (example: string) => Promise<ActionResult<ExampleData | null>>;
}

/** Where a form can begin: an example, from scratch, or an earlier job. */
export interface OriginChoice {
  value: string;
  label: string;
  description?: string;
  /** Under which heading it is offered. */
  group: 'Examples' | 'Your own' | 'Recent jobs';
}
