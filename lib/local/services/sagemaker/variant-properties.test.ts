import { expect, it } from 'vitest';
import { changeVariants } from './variant-properties';

const variants = ['a', 'b'].map((name) => ({
  name,
  modelName: 'm',
  instanceCount: 1,
  weight: 1,
  containers: [],
}));

it('changes what is named, and refuses a foreign or doubled name as SageMaker words it', () => {
  const changed = changeVariants(variants, 'a-config', [{ VariantName: 'b', DesiredWeight: 0 }]);
  expect(changed.map(({ weight }) => weight)).toEqual([1, 0]);
  const change = (...names: string[]) =>
    changeVariants(
      variants,
      'a-config',
      names.map((VariantName) => ({ VariantName, DesiredWeight: 2 })),
    );
  expect(() => change('a', 'x', 'y')).toThrow(
    'The variant name(s) "x", "y" is/are not present within endpoint configuration "a-config".',
  );
  expect(() => change('a', 'b', 'b')).toThrow('The variant name "b" was non-unique within the request.');
});
