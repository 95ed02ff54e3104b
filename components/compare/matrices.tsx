'use client';

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useEffect, useEffectEvent, useState, useTransition } from 'react';
import { ConfusionMatrix } from '@/components/endpoints/confusion-matrix';
import { askServer } from '@/components/shell/ask-server';
import { type ActionResult } from '@/lib/errors/action-result';
import { type ComparedJob } from '@/lib/training/compare/compared-job';
import { type ConfusionMatrix as Matrix } from '@/lib/training/confusion-matrix';
import { formatNumber, formatShare } from '@/lib/training/format';
import { type RegressionMeasures } from '@/lib/training/regression';
import styles from './compare.module.css';

/** A job's newest evaluation; without either where it was never evaluated. */
export interface JobMatrix {
  name: string;
  matrix?: Matrix;
  regression?: RegressionMeasures;
}

/** Confusion matrices lie in S3 beside each model: they are read when they are asked for. */
export type LoadMatrices = (
  models: { name: string; modelArtifactS3Uri: string }[],
) => Promise<ActionResult<JobMatrix[]>>;

interface MatricesProps {
  jobs: readonly ComparedJob[];
  load: LoadMatrices;
  /** By the address: they are read at once. */
  shown: boolean;
  onShow: () => void;
}

/** What each job's model confuses, by its newest evaluation, side by side. */
export const Matrices = ({ jobs, load, shown, onShow }: MatricesProps) => {
  const [result, setResult] = useState<ActionResult<JobMatrix[]>>();
  const [loading, startLoading] = useTransition();
  const models = jobs.flatMap(({ name, modelArtifactS3Uri }) =>
    modelArtifactS3Uri === undefined ? [] : [{ name, modelArtifactS3Uri }],
  );
  const read = () => {
    if (models.length > 0) startLoading(async () => setResult(await askServer(() => load(models))));
  };
  const readShown = useEffectEvent(read);
  useEffect(() => {
    if (shown) readShown();
  }, [shown]);
  const found = result?.ok
    ? result.value.filter(
        ({ name, matrix, regression }) => (matrix ?? regression) && jobs.some((job) => job.name === name),
      )
    : [];
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <Button onClick={shown ? read : onShow} loading={loading} disabled={models.length === 0}>
              Show the newest evaluations
            </Button>
          }
        >
          Evaluations
        </Header>
      }
    >
      <SpaceBetween size="m">
        {result && !result.ok && <Alert type="error">{result.error.message}</Alert>}
        {result?.ok && found.length === 0 && (
          <Box color="text-body-secondary">
            None of these models was evaluated. Deploy one and choose Evaluate on its endpoint’s page.
          </Box>
        )}
        {!result && (
          <Box color="text-body-secondary">
            {models.length === 0
              ? 'None of these jobs has a model.'
              : 'Results of evaluations lie in S3 beside each model.'}
          </Box>
        )}
        {found.some(({ regression }) => regression) && <Regressions results={found} />}
        {found.some(({ matrix }) => matrix) && (
          <div className={styles.matrices}>
            {found.map(({ name, matrix }) =>
              matrix ? (
                <section key={name} aria-label={`Confusion matrix of ${name}`}>
                  <h3 className={styles.title}>
                    {name}
                    {matrix.accuracy === undefined ? '' : `, accuracy ${formatShare(matrix.accuracy)}`}
                  </h3>
                  <ConfusionMatrix matrix={matrix} shares={false} onSelect={() => undefined} />
                </section>
              ) : null,
            )}
          </div>
        )}
      </SpaceBetween>
    </Container>
  );
};

/** Errors of models that predict numbers, side by side. */
const Regressions = ({ results }: { results: readonly JobMatrix[] }) => (
  <Table
    header={<Header variant="h3">Errors of regressions</Header>}
    variant="embedded"
    items={results.flatMap(({ name, regression }) => (regression ? [{ name, ...regression }] : []))}
    trackBy="name"
    ariaLabels={{ tableLabel: 'Errors of regressions' }}
    columnDefinitions={[
      { id: 'name', header: 'Job', isRowHeader: true, cell: ({ name }) => name },
      { id: 'rmse', header: 'RMSE', cell: ({ rmse }) => formatNumber(rmse) },
      { id: 'mae', header: 'MAE', cell: ({ mae }) => formatNumber(mae) },
      { id: 'r2', header: 'R²', cell: ({ r2 }) => (r2 === undefined ? '–' : formatNumber(r2)) },
    ]}
  />
);
