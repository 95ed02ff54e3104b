'use client';

import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import dynamic from 'next/dynamic';
import { type ComponentProps } from 'react';
import { KeyValues } from '@/components/shell/key-values';
import charts from '@/components/charts/charts.module.css';
import { unlessUnavailable } from '@/components/charts/unless-unavailable';
import { type Evaluation } from '@/lib/training/evaluation';
import { formatNumber } from '@/lib/training/format';
import { type Regression } from '@/lib/training/regression';
import { evaluationFacts } from './evaluation-facts';

const ScatterPlot = dynamic(() => unlessUnavailable(import('./scatter-plot')), {
  ssr: false,
  loading: () => <div className={charts.placeholder} role="img" aria-label="Loading chart" />,
});

/** The errors of a regression: in numbers, predicted against actual, and what is left over. */
export const RegressionResult = ({
  evaluation,
  regression,
}: {
  evaluation: Evaluation;
  regression: Regression;
}) => {
  const { rmse, mae, bias, r2, points } = regression;
  return (
    <SpaceBetween size="l">
      <KeyValues
        columns={4}
        items={[
          {
            label: 'RMSE, in the label’s unit',
            value: (
              <Box variant="awsui-value-large">
                <span className="sd-number">{formatNumber(rmse)}</span>
              </Box>
            ),
          },
          { label: 'Mean absolute error', value: formatNumber(mae) },
          { label: 'R²', value: r2 === undefined ? '– (all labels are the same)' : formatNumber(r2) },
          { label: 'Mean residual', value: biasText(bias) },
          ...evaluationFacts(evaluation),
        ]}
      />
      <div className={charts.grid}>
        <Plot
          title="Predicted against actual"
          points={points.map((point) => ({ ...point, x: point.actual, y: point.predicted }))}
          line="diagonal"
          xLabel="Actual"
          yLabel="Predicted"
          label="Predicted against actual: on the line the model is right"
        />
        <Plot
          name="Residuals"
          title="Residuals: predicted less actual"
          points={points.map((point) => ({
            ...point,
            x: point.predicted,
            y: point.predicted - point.actual,
          }))}
          line="zero"
          xLabel="Predicted"
          yLabel="Residual"
          label="Residuals by prediction: above the line the model answered too high"
        />
      </div>
      {points.length < evaluation.count && (
        <Box color="text-body-secondary">
          {`Drawn are ${formatNumber(points.length)} of ${formatNumber(evaluation.count)} examples, the farthest off among them; the measures and the CSV are of all.`}
        </Box>
      )}
    </SpaceBetween>
  );
};

const Plot = ({
  title,
  name = title,
  ...plot
}: ComponentProps<typeof ScatterPlot> & { title: string; name?: string }) => (
  <section className={charts.chart} aria-label={name}>
    <h3 className={charts.title}>{title}</h3>
    <div className={charts.plot}>
      <ScatterPlot {...plot} />
    </div>
  </section>
);

const biasText = (bias: number): string => {
  const size = formatNumber(Math.abs(bias));
  if (size === '0') return '0';
  return bias > 0 ? `${size} too high` : `${size} too low`;
};
