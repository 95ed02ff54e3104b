import 'server-only';
import { type ActionResult } from '../errors/action-result';
import { backendCapabilities } from '../backends/backend-capabilities';
import { runAction } from '../server/run-action';
import {
  type Evaluation,
  type EvaluationInput,
  type EvaluationProgress,
  type EvaluationSummary,
} from '../training/evaluation';
import { type EndpointDetail } from '../training/hosting';
import { describeEndpoint } from './describe-endpoint';
import { evaluationDefaults } from './evaluation-defaults';
import { listEvaluations, readEvaluation } from './read-evaluation';
import { evaluationProgress } from './running-evaluations';

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
export const openEndpoint = async (slug: string, name: string): Promise<OpenedEndpoint> => {
  const endpoint = await describeEndpoint(slug, name);
  const artifact = endpoint.model?.artifactS3Uri;
  const [capabilities, defaults, kept] = await Promise.all([
    backendCapabilities(slug),
    evaluationDefaults(slug, endpoint.jobName),
    runAction(async () => {
      const evaluations = artifact === undefined ? [] : await listEvaluations(slug, artifact);
      const [newest] = evaluations;
      const latest =
        newest &&
        (await readEvaluation(slug, {
          id: newest.id,
          jobName: newest.jobName ?? '',
          artifactS3Uri: newest.modelArtifactS3Uri,
        }));
      return { evaluations, latest };
    }),
  ]);
  const latest = kept.ok ? kept.value.latest : undefined;
  return {
    endpoint,
    simulated: capabilities.spotMarket,
    ...(defaults && { defaults }),
    progress: evaluationProgress(slug, name) ?? null,
    evaluations: kept.ok ? { ok: true, value: kept.value.evaluations } : kept,
    ...(latest && { latest }),
  };
};
