import { type ActionError, type ActionResult } from '@/lib/errors/action-result';
import { type CellImages, type EvaluationInput, type EvaluationProgress } from '@/lib/training/evaluation';
import { type EndpointDetail } from '@/lib/training/hosting';
import { type ChannelOrder } from '@/lib/training/image-pixels';
import { type OnDemandPrice } from '@/lib/training/money/price';

/** What the server does for the endpoint pages; handed in by the routes. */
export interface EndpointList {
  endpoints: EndpointDetail[];
  cut: boolean;
  asOf: number;
  problem?: ActionError;
}

export type PollEndpoints = () => Promise<ActionResult<EndpointList>>;

export type RemoveEndpoint = (name: string) => Promise<ActionResult<{ usdPerHour?: number }>>;

/** What the deploy form opens with. */
export interface OpenedDeployForm {
  /** Completed jobs to choose from, newest first. */
  jobs: readonly string[];
  /** The jobs are still being read for the first time. */
  isReading: boolean;
  /** The job asked for; absent if none was. */
  jobName?: string;
  /** Why the job asked for cannot be deployed. */
  obstacle?: string;
  /** What could not be read, and why. */
  unread: readonly { what: string; error: ActionError }[];
  /** Drawn once per form: two deployments with the same id are one endpoint. */
  deployId: string;
}

export interface DeployActions {
  /** What the form opens with, asked once more. */
  open: () => Promise<ActionResult<OpenedDeployForm>>;
  /** `null` where the price is unknown. */
  price: (instanceType: string) => Promise<ActionResult<OnDemandPrice | null>>;
  deploy: (input: DeployFields) => Promise<ActionResult<{ name: string }>>;
  /** Whether the name is free. */
  nameFree: (name: string) => Promise<ActionResult<boolean>>;
  /** Why the job's model cannot be deployed; null where nothing is known against it. */
  obstacle: (jobName: string) => Promise<ActionResult<string | null>>;
}

/** The form's fields as they are typed. */
export interface DeployFields {
  jobName: string;
  endpointName: string;
  instanceType: string;
  instanceCount: string;
  deployId: string;
}

export interface EvaluationActions {
  start: (input: EvaluationInput, requestId: string) => Promise<ActionResult<EvaluationProgress>>;
  /** The endpoint's newest evaluation since the server started; null where there was none. */
  progress: () => Promise<ActionResult<EvaluationProgress | null>>;
  cancel: (id: string) => Promise<ActionResult<EvaluationProgress>>;
}

export type LoadCellImages = (
  actual: number,
  predicted: number,
  page: number,
  /** Where the shape leaves it open; absent: the likelier. */
  order?: ChannelOrder,
) => Promise<ActionResult<CellImages>>;
