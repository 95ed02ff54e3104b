import { expect, test } from 'vitest';
import { csvHead, jobColumns, jobSortKeys } from './job-columns';

test('the head of the CSV is the one that spreadsheets were made for', () => {
  expect(csvHead('USD')).toEqual([
    ...['name', 'status', 'secondary status', 'spot', 'created', 'ended', 'duration seconds'],
    ...['instance type', 'instance count', 'useful seconds', 'training seconds', 'billable seconds'],
    ...['saved share', 'SageMaker savings share', 'on-demand USD per hour'],
    ...['USD on demand', 'USD paid', 'USD saved', 'on demand and saved are at most'],
    ...['interruptions', 'waiting seconds', 'recomputed epochs', 'lost seconds', 'checkpoints', 'standing'],
    ...['launched by', 'no longer in the account since', 'serverless'],
  ]);
});

test('rows of several backends say where they are, and whose money is simulated', () => {
  expect(csvHead('USD', 'ofSeveral').slice(0, 4)).toEqual([
    ...['name', 'account and Region', 'money is', 'status'],
  ]);
});

test('the list shows its columns in the order that readers know', () => {
  expect(jobSortKeys.filter((key) => !jobColumns[key].hidden && !jobColumns[key].ofSeveral)).toEqual([
    ...['name', 'status', 'spot', 'interruptions', 'progress', 'duration', 'savings', 'created'],
  ]);
});
