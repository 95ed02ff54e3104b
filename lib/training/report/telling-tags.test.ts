import { expect, it } from 'vitest';
import { byTelling } from './telling-tags';

it('opens on what divides the most jobs, not on what a tool has set on all of them', () => {
  expect(
    byTelling([
      { key: 'spotdeck:generated', jobs: 100, values: 2 },
      { key: 'run-id', jobs: 100, values: 100 },
      { key: 'cost-center', jobs: 100, values: 1 },
      { key: 'Team', jobs: 80, values: 5 },
      { key: 'Model', jobs: 90, values: 7 },
      { key: 'sagemaker:domain-arn', jobs: 100, values: 3 },
    ]),
  ).toEqual(['Model', 'Team', 'cost-center', 'run-id', 'sagemaker:domain-arn', 'spotdeck:generated']);
  expect(byTelling([])).toEqual([]);
});
