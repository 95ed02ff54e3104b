import { describe, expect, it } from 'vitest';
import { groupMetrics } from './metric-groups';

describe('which metrics share a chart', () => {
  it('puts the validation value beside the training value, training first, loss before accuracy', () => {
    expect(groupMetrics(['val_accuracy', 'accuracy', 'val_loss', 'loss', 'lr'])).toEqual([
      { id: 'loss', title: 'Loss', metrics: ['loss', 'val_loss'] },
      { id: 'accuracy', title: 'Accuracy', metrics: ['accuracy', 'val_accuracy'] },
      { id: 'lr', title: 'Lr', metrics: ['lr'] },
    ]);
  });

  it('pairs what XGBoost, MXNet and SageMaker call by hyphens and colons', () => {
    expect(groupMetrics(['validation-error', 'train-error']).map((group) => group.metrics)).toEqual([
      ['train-error', 'validation-error'],
    ]);
    expect(groupMetrics(['Validation-accuracy', 'Train-accuracy']).map((group) => group.id)).toEqual([
      'accuracy',
    ]);
    expect(groupMetrics(['train:loss', 'test:loss', 'acc', 'val_acc']).map((group) => group.metrics)).toEqual(
      [
        ['train:loss', 'test:loss'],
        ['acc', 'val_acc'],
      ],
    );
  });

  it('knows acc for accuracy', () => {
    expect(groupMetrics(['acc', 'val_accuracy'])).toEqual([
      { id: 'accuracy', title: 'Accuracy', metrics: ['acc', 'val_accuracy'] },
    ]);
  });

  it('does not split a word that only begins like a split', () => {
    expect(groupMetrics(['value', 'testing', 'train']).map((group) => group.id)).toEqual([
      'value',
      'testing',
      'train',
    ]);
  });
});
