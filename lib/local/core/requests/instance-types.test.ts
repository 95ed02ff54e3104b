import { ProductionVariantInstanceType, TrainingInstanceType } from '@aws-sdk/client-sagemaker';
import { expect, test } from 'vitest';
import { hostingInstanceTypes, trainingInstanceTypes } from './instance-types';

test('the instance types are those of the API model that the SDK was made from', () => {
  expect([...trainingInstanceTypes].sort()).toEqual(Object.values(TrainingInstanceType).sort());
  expect([...hostingInstanceTypes].sort()).toEqual(Object.values(ProductionVariantInstanceType).sort());
});
