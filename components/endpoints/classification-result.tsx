'use client';

import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { KeyValues } from '@/components/shell/key-values';
import { type ConfusionMatrix as Matrix } from '@/lib/training/confusion-matrix';
import { type Evaluation, macroAverages } from '@/lib/training/evaluation';
import { answerFormTexts } from '@/lib/training/evaluation-outcome';
import { formatNumber, formatShare } from '@/lib/training/format';
import { CellImages } from './cell-images';
import { ConfusionMatrix } from './confusion-matrix';
import styles from './confusion-matrix.module.css';
import { type LoadCellImages } from './endpoint-actions';
import { evaluationFacts } from './evaluation-facts';
import { MostConfusedList } from './most-confused-list';
import { useChosenCell } from './use-chosen-cell';

interface ClassificationResultProps {
  evaluation: Evaluation;
  matrix: Matrix;
  loadImages: LoadCellImages;
}

/** The measures, the matrix, and the images behind a cell. */
export const ClassificationResult = ({ evaluation, matrix, loadImages }: ClassificationResultProps) => {
  const [view, setView] = useState('counts');
  const [cell, setCell] = useChosenCell(matrix.classNames.length);
  const averages = macroAverages(matrix);
  return (
    <SpaceBetween size="l">
      <KeyValues
        columns={4}
        items={[
          {
            label: 'Accuracy',
            value: (
              <Box variant="awsui-value-large">
                <span className="sd-number">{shareOf(matrix.accuracy)}</span>
              </Box>
            ),
          },
          { label: 'Precision, mean of classes', value: shareOf(averages.precision) },
          { label: 'Recall, mean of classes', value: shareOf(averages.recall) },
          { label: 'F1, mean of classes', value: shareOf(averages.f1) },
          {
            label: 'Wrong',
            value: `${formatNumber(matrix.total - matrix.correct)} of ${formatNumber(matrix.total)}`,
          },
          ...(evaluation.answerForm
            ? [{ label: 'The model answered', value: answerFormTexts[evaluation.answerForm] }]
            : []),
          ...evaluationFacts(evaluation),
        ]}
      />
      <SegmentedControl
        label="What the cells show"
        selectedId={view}
        options={[
          { id: 'counts', text: 'Counts' },
          { id: 'shares', text: 'Row shares' },
        ]}
        onChange={({ detail }) => setView(detail.selectedId)}
      />
      <div className={styles.beside}>
        <ConfusionMatrix
          matrix={matrix}
          shares={view === 'shares'}
          onSelect={setCell}
          {...(cell && { selected: cell })}
        />
        <MostConfusedList matrix={matrix} onSelect={setCell} />
      </div>
      {!evaluation.drawable && (
        <Box color="text-body-secondary">Arrays of this shape are no images that can be shown.</Box>
      )}
      {evaluation.drawable && !cell && (
        <Box color="text-body-secondary">Choose a cell to see its images.</Box>
      )}
      {evaluation.drawable && cell && (
        <CellImages
          key={`${cell.row}-${cell.column}`}
          cell={cell}
          classNames={matrix.classNames}
          count={matrix.counts[cell.row]?.[cell.column] ?? 0}
          load={loadImages}
          onClose={() => setCell(undefined)}
        />
      )}
    </SpaceBetween>
  );
};

export const ClassTable = ({ matrix }: { matrix: Matrix }) => (
  <Table
    header={<Header variant="h2">Classes</Header>}
    items={matrix.classes.map((measures, index) => ({ ...measures, index }))}
    trackBy={({ index }) => String(index)}
    ariaLabels={{ tableLabel: 'Measures of each class' }}
    wrapLines={false}
    columnDefinitions={[
      { id: 'name', header: 'Class', isRowHeader: true, cell: ({ name }) => name },
      { id: 'precision', header: 'Precision', cell: ({ precision }) => shareOf(precision) },
      { id: 'recall', header: 'Recall', cell: ({ recall }) => shareOf(recall) },
      { id: 'f1', header: 'F1', cell: ({ f1 }) => shareOf(f1) },
      { id: 'support', header: 'Support', cell: ({ support }) => formatNumber(support) },
    ]}
  />
);

/** A measure that is not defined has no value, rather than zero. */
const shareOf = (share: number | undefined): string => (share === undefined ? '–' : formatShare(share));
