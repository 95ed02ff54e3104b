import { describe, expect, it } from 'vitest';
import { sampleDraft } from '@/testing/training/launch-sample';
import { fieldMessages, readDraft } from './field-messages';

describe('readDraft', () => {
  it('reads typed numbers as numbers', () => {
    expect(readDraft(sampleDraft()).input).toMatchObject({ maxRuntimeSeconds: 3600, maxWaitSeconds: 7200 });
  });

  it('names the field of each issue', () => {
    const { input, issues } = readDraft(
      sampleDraft({ name: '-x', roleArn: 'me', metricDefinitions: [{ name: 'loss', regex: 'loss: (' }] }),
    );
    expect(input).toBeUndefined();
    expect([...issues.keys()].sort()).toEqual(['metricDefinitions.0.regex', 'name', 'roleArn']);
  });

  it('refuses a number field left empty rather than reading it as 0', () => {
    expect([...readDraft(sampleDraft({ maxRuntimeSeconds: '' })).issues.keys()]).toEqual([
      'maxRuntimeSeconds',
    ]);
    expect([...readDraft(sampleDraft({ maxRuntimeSeconds: '12 min' })).issues.keys()]).toEqual([
      'maxRuntimeSeconds',
    ]);
  });
});

describe('fieldMessages', () => {
  const finding = {
    severity: 'error',
    field: 'name',
    reason: 'It is taken.',
    remedy: 'Choose another.',
  } as const;

  it('puts reason and remedy of a finding beside its field', () => {
    expect(fieldMessages(new Map(), [finding], () => true).get('name')).toEqual({
      error: 'It is taken. Choose another.',
    });
  });

  it('keeps an issue back until its field is revealed', () => {
    const issues = new Map([['name', 'a name']]);
    expect(fieldMessages(issues, [], () => false).size).toBe(0);
    expect(fieldMessages(issues, [], () => true).get('name')?.error).toBe('Needs a name.');
  });
});
