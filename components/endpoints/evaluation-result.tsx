'use client';

import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { saveFile } from '@/components/charts/save-file';
import { AppLink } from '@/components/shell/app-link';
import { Time } from '@/components/shell/time';
import { type Evaluation, evaluationPath } from '@/lib/training/evaluation';
import { readings } from '@/lib/training/evaluation-outcome';
import { formatNumber } from '@/lib/training/format';
import { ClassTable, ClassificationResult } from './classification-result';
import { type LoadCellImages } from './endpoint-actions';
import { matrixToCsv } from './matrix-csv';
import { RegressionResult } from './regression-result';
import { useReading } from './use-reading';

interface EvaluationResultProps {
  backend: string;
  evaluation: Evaluation;
  loadImages: LoadCellImages;
  /** Names the evaluation by a link to its own page. */
  linked?: boolean;
}

/** What an evaluation found: a confusion matrix with its measures and images, or the errors of a regression. */
export const EvaluationResult = ({
  backend,
  evaluation,
  loadImages,
  linked = false,
}: EvaluationResultProps) => {
  const { matrix, regression } = evaluation;
  const [chosen, setChosen] = useReading(evaluation.reading);
  const showsRegression = regression !== undefined && (chosen === 'regression' || !matrix);
  const page = `/${backend}/endpoints/${evaluationPath(evaluation)}`;
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                {matrix && regression && (
                  <SegmentedControl
                    label="Read as"
                    selectedId={showsRegression ? 'regression' : 'classification'}
                    options={[
                      { id: 'regression', text: 'Regression' },
                      { id: 'classification', text: 'Classification' },
                    ]}
                    onChange={({ detail }) =>
                      setChosen(readings.find((id) => id === detail.selectedId) ?? evaluation.reading)
                    }
                  />
                )}
                <Download evaluation={evaluation} page={page} whole={showsRegression} />
              </SpaceBetween>
            }
            description={
              <>
                {formatNumber(evaluation.count)} {evaluation.drawable ? 'images' : 'examples'},{' '}
                <Time at={evaluation.startedAt} />.{' '}
                {linked && <AppLink href={page}>Page of this evaluation</AppLink>}
              </>
            }
          >
            {showsRegression ? 'Regression' : 'Confusion matrix'}
          </Header>
        }
      >
        {showsRegression ? (
          <RegressionResult evaluation={evaluation} regression={regression} />
        ) : (
          matrix && <ClassificationResult evaluation={evaluation} matrix={matrix} loadImages={loadImages} />
        )}
      </Container>
      {!showsRegression && matrix && <ClassTable matrix={matrix} />}
    </SpaceBetween>
  );
};

interface DownloadProps {
  evaluation: Evaluation;
  page: string;
  /** Every example rather than the matrix. */
  whole: boolean;
}

const Download = ({ evaluation, page, whole }: DownloadProps) => {
  const { matrix } = evaluation;
  if (whole || !matrix) {
    return (
      <Button iconName="download" href={page.replace('?', '/export?')} download>
        CSV
      </Button>
    );
  }
  const save = () =>
    saveFile(
      `confusion-matrix-${evaluation.jobName ?? evaluation.endpointName}-${evaluation.id}.csv`,
      new Blob([matrixToCsv(matrix)], { type: 'text/csv' }),
    );
  return (
    <Button iconName="download" onClick={save}>
      CSV
    </Button>
  );
};
