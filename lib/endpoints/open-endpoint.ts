import 'server-only';
import { type ActionResult } from '../errors/action-result';
import { type Backend } from '../aws/backends';
import { capabilitiesNow } from '../backends/backend-capabilities';
import { describeError } from '../errors/describe-error';
import {
  type Evaluation,
  type EvaluationInput,
  type EvaluationProgress,
  type EvaluationSummary,
} from '../training/evaluation';
import { type EndpointDetail } from '../training/hosting';
import { defineUseCase } from '../use-cases/define-use-case';
import { endpointInput } from '../use-cases/name-inputs';
import { readDetail } from './describe-endpoint';
import { findDefaults } from './evaluation-defaults';
import { evaluationAt, newestEvaluations } from './read-evaluation';
import { latestProgress } from './running-evaluations';

export interface OpenedEndpoint {
  endpoint: EndpointDetail;
  /** The backend bills nothing. */
  simulated: boolean;
  defaults?: EvaluationInput;
  progress: EvaluationProgress | null;
  /** Of the endpoint's model. */
  evaluations: ActionResult<EvaluationSummary[]>;
  latest?: Evaluation;
}

/** What an endpoint's page opens with. @throws {SpotdeckError} not-found … */
export const openEndpoint = defineUseCase({
  name: 'open-endpoint',
  input: endpointInput,
  access: 'watch',
  changes: false,
  run: async ({ backend }, { name }): Promise<OpenedEndpoint> => {
    const endpoint = await readDetail(backend, name);
    const [capabilities, defaults, kept] = await Promise.all([
      capabilitiesNow(backend),
      endpoint.jobName === undefined ? undefined : findDefaults(backend, endpoint.jobName),
      readEvaluations(backend, endpoint.model?.artifactS3Uri),
    ]);
    return {
      endpoint,
      simulated: capabilities.spotMarket,
      ...(defaults && { defaults }),
      progress: latestProgress(backend.slug, name) ?? null,
      ...kept,
    };
  },
});

/** Why they cannot be read is shown beside the endpoint, which is there all the same. */
const readEvaluations = async (
  backend: Backend,
  artifactS3Uri: string | undefined,
): Promise<Pick<OpenedEndpoint, 'evaluations' | 'latest'>> => {
  if (artifactS3Uri === undefined) return { evaluations: { ok: true, value: [] } };
  try {
    const evaluations = await newestEvaluations(backend, artifactS3Uri);
    const [newest] = evaluations;
    if (!newest) return { evaluations: { ok: true, value: evaluations } };
    const latest = await evaluationAt(backend, {
      id: newest.id,
      jobName: newest.jobName ?? '',
      artifactS3Uri: newest.modelArtifactS3Uri,
    });
    return { evaluations: { ok: true, value: evaluations }, latest };
  } catch (error) {
    return { evaluations: { ok: false, error: describeError(error) } };
  }
};
