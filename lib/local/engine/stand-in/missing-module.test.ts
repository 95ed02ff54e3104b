import { expect, it } from 'vitest';
import { missingModuleAdvice } from './missing-module';

it.each([
  [['Traceback (most recent call last):', "ModuleNotFoundError: No module named 'sagemaker'"], 'sagemaker'],
  [
    ["ModuleNotFoundError: No module named 'sagemaker.experiments'; 'sagemaker' is not a package"],
    'sagemaker',
  ],
  [
    ["\x1b[0mModuleNotFoundError: No module named 'a'", "ModuleNotFoundError: No module named 'b_2.c'", ''],
    'b_2',
  ],
  [['ImportError: No module named horovod'], 'horovod'],
])('of %j the module is %s', (output, name) => {
  expect(missingModuleAdvice(output)).toMatch(new RegExp(`has no module ${name}\\. .*requirements\\.txt`));
});

it.each([[[]], [['ValueError: No module named x']], [["print('ModuleNotFoundError: No module named x')"]]])(
  'of %j nothing is said',
  (output) => {
    expect(missingModuleAdvice(output)).toBeUndefined();
  },
);
