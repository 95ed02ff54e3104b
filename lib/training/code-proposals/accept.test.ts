import { expect, it } from 'vitest';
import { sampleDraft } from '../../../testing/training/launch-sample';
import { accepted, isInPlaceOfAnother, isOpen } from './accept';
import { type Proposal } from './proposal';

const where = 'train.py, line 1';
const lr: Proposal = { kind: 'hyperparameter', id: 'a', where, name: 'lr', value: '0.1' };
const epochs: Proposal = { kind: 'hyperparameter', id: 'b', where, name: 'epochs', value: '99' };
const framework: Proposal = { kind: 'framework', id: 'c', where, framework: 'tensorflow' };
const entry: Proposal = { kind: 'entryPoint', id: 'd', where, value: 'fit.py' };
const metric: Proposal = { kind: 'metric', id: 'e', where, name: 'acc', regex: 'acc ([0-9.]+)', sample: '' };
const draft = sampleDraft();

it('adds to what stands there, and is not offered where the form has it', () => {
  expect([lr, epochs, framework, entry, metric].map((each) => isOpen(each, draft, ['train.py']))).toEqual([
    true,
    false,
    true,
    true,
    true,
  ]);
  const after = { ...draft, ...accepted(draft, [lr, framework, entry, metric]) };
  expect(after.hyperparameters).toEqual([...draft.hyperparameters, { name: 'lr', value: '0.1' }]);
  expect(after.metricDefinitions).toHaveLength(draft.metricDefinitions.length + 1);
  expect(after.image).toMatchObject({ kind: 'framework', framework: 'tensorflow' });
  expect([lr, framework, entry, metric].filter((each) => isOpen(each, after, ['fit.py']))).toEqual([]);
});

it('is not accepted with all others where it would take the place of what somebody chose', () => {
  const own = sampleDraft({ image: { kind: 'framework', framework: 'mxnet', version: '1.9.0' } });
  expect(isInPlaceOfAnother(framework, own, draft.image, [])).toBe(true);
  expect(isInPlaceOfAnother(framework, draft, draft.image, [])).toBe(false);
  expect(isInPlaceOfAnother(entry, draft, draft.image, ['train.py'])).toBe(true);
  expect(isInPlaceOfAnother(entry, draft, draft.image, ['main.py'])).toBe(false);
  expect(isOpen(framework, sampleDraft({ image: { kind: 'custom', uri: 'x' } }), [])).toBe(false);
});
