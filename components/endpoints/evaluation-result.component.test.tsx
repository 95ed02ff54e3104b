import { fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { confusionMatrix } from '@/lib/training/confusion-matrix';
import { type Evaluation } from '@/lib/training/evaluation';
import { regressionOf } from '@/lib/training/regression';
import { EvaluationResult } from './evaluation-result';

let search = '';
vi.mock('next/navigation', () => ({
  useRouter: () => ({ push: vi.fn() }),
  usePathname: () => '/local/endpoints/e',
  useSearchParams: () => new URLSearchParams(search),
}));
beforeEach(() => {
  search = '';
  window.history.replaceState(null, '', '/local/endpoints/e');
});

const rings: Evaluation = {
  id: '20261126T120000000Z-0123abcd',
  endpointName: 'abalone',
  jobName: 'abalone-1',
  modelArtifactS3Uri: 's3://b/abalone-1/output/model.tar.gz',
  imagesS3Uri: 's3://b/test.csv',
  startedAt: 0,
  endedAt: 1000,
  count: 4,
  rmse: 0.5,
  mae: 0.5,
  reading: 'regression',
  answerForm: 'rounded',
  imagesShape: [4, 8],
  imagesBytes: 100,
  batches: 1,
  drawable: false,
  matrix: confusionMatrix([0, 1, 2, 2], [0, 1, 2, 1], ['7', '9', '11']),
  regression: regressionOf([7, 9, 11, 11], [7.5, 9.5, 11.5, 9.5]),
};
const show = (evaluation: Evaluation) =>
  render(<EvaluationResult backend="local" evaluation={evaluation} loadImages={vi.fn()} />);

it('opens as what labels and answers speak for, and turns to the other reading by the address', () => {
  const { unmount } = show(rings);
  expect(screen.getByRole('heading', { name: 'Regression' })).toBeTruthy();
  expect(screen.getByRole('heading', { name: 'Predicted against actual' })).toBeTruthy();
  expect(screen.queryByRole('grid')).toBeNull();
  expect(screen.getByRole('link', { name: 'CSV' }).getAttribute('href')).toMatch(/\/export\?model=s3/);
  fireEvent.click(screen.getByRole('button', { name: 'Classification' }));
  expect(window.location.search).toBe('?reading=classification');
  unmount();
  search = window.location.search;
  show(rings);
  expect(screen.getByRole('grid', { name: /^Confusion matrix/ })).toBeTruthy();
  expect(screen.getByText(/counts as the nearest label/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Regression' }));
  expect(window.location.search).toBe('');
});

it('offers no other reading where there is none, whatever the address says', () => {
  const { matrix, ...alone } = rings;
  search = '?reading=classification';
  const { unmount } = show(alone);
  expect(screen.getByRole('heading', { name: 'Regression' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Classification' })).toBeNull();
  unmount();
  const { regression, ...classes } = { ...rings, ...(matrix && { matrix }) };
  search = '?reading=regression';
  show({ ...classes, reading: 'classification' });
  expect(screen.getByRole('grid', { name: /^Confusion matrix/ })).toBeTruthy();
  expect(regression?.points).toHaveLength(4);
});
