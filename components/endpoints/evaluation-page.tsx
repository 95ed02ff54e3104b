'use client';

import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { AppLink } from '@/components/shell/app-link';
import { type Evaluation } from '@/lib/training/evaluation';
import { type LoadCellImages } from './endpoint-actions';
import { EvaluationResult } from './evaluation-result';

interface EvaluationPageProps {
  backend: string;
  evaluation: Evaluation;
  loadImages: LoadCellImages;
}

/** A kept evaluation, whether or not its endpoint is still there. */
export const EvaluationPage = ({ backend, evaluation, loadImages }: EvaluationPageProps) => (
  <ContentLayout
    header={
      <Header
        variant="h1"
        description={
          <>
            Through endpoint {evaluation.endpointName}
            {evaluation.jobName !== undefined && (
              <>
                , model of job{' '}
                <AppLink href={`/${backend}/jobs/${evaluation.jobName}`}>{evaluation.jobName}</AppLink>
              </>
            )}
          </>
        }
      >
        Evaluation of {evaluation.jobName ?? evaluation.endpointName}
      </Header>
    }
  >
    <EvaluationResult backend={backend} evaluation={evaluation} loadImages={loadImages} />
  </ContentLayout>
);
