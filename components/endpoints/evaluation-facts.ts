import { type Evaluation } from '@/lib/training/evaluation';
import { formatBytes, formatDuration, formatNumber } from '@/lib/training/format';

/** What was evaluated and how long it took, whatever it is read as. */
export const evaluationFacts = (evaluation: Evaluation) => [
  {
    label: 'Took',
    value: `${formatDuration((evaluation.endedAt - evaluation.startedAt) / 1000)}, ${formatNumber(evaluation.batches)} ${evaluation.batches === 1 ? 'request' : 'requests'}`,
  },
  {
    label: evaluation.drawable ? 'Images' : 'Examples',
    value: `${evaluation.imagesS3Uri} (${evaluation.imagesShape.join(' × ')}, ${formatBytes(evaluation.imagesBytes)})`,
  },
  { label: 'Labels', value: evaluation.labelsS3Uri ?? 'in the same file' },
];
