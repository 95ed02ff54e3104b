import { expect, test } from 'vitest';
import { generatedModelText, isGenerated } from './generated-job';

test('a generated job is known by the tag that generated jobs have, and no other is', () => {
  expect(isGenerated({ 'spotdeck:generated': 'true' })).toBe(true);
  expect(isGenerated({ Project: 'digits' })).toBe(false);
  expect(isGenerated(undefined)).toBe(false);
  expect(generatedModelText('digits-1')).toMatch(/^digits-1 was generated .* no model/);
});
