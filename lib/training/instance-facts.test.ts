import { TrainingInstanceType } from '@aws-sdk/client-sagemaker';
import { expect, it } from 'vitest';
import { factsInWords, typesByFamily } from './instance-facts';
import { trainingInstanceTypes } from './service-model/create-training-job';

it.each([
  ['ml.t3.medium', '2 vCPU, 4 GiB'],
  ['ml.t3.xlarge', '4 vCPU, 16 GiB'],
  ['ml.m5.large', '2 vCPU, 8 GiB'],
  ['ml.m4.10xlarge', '40 vCPU, 160 GiB'],
  ['ml.m8i.96xlarge', '384 vCPU, 1536 GiB'],
  ['ml.m7i-flex.large', '2 vCPU, 8 GiB'],
  ['ml.c4.xlarge', '4 vCPU, 7.5 GiB'],
  ['ml.c4.8xlarge', '36 vCPU, 60 GiB'],
  ['ml.c5.18xlarge', '72 vCPU, 144 GiB'],
  ['ml.c5n.4xlarge', '16 vCPU, 42 GiB'],
  ['ml.c5n.18xlarge', '72 vCPU, 192 GiB'],
  ['ml.r7i.48xlarge', '192 vCPU, 1536 GiB'],
  ['ml.g4dn.xlarge', '4 vCPU, 16 GiB, 1 × T4 of 16 GiB'],
  ['ml.g4dn.12xlarge', '48 vCPU, 192 GiB, 4 × T4 of 16 GiB'],
  ['ml.g4dn.16xlarge', '64 vCPU, 256 GiB, 1 × T4 of 16 GiB'],
  ['ml.g5.48xlarge', '192 vCPU, 768 GiB, 8 × A10G of 24 GiB'],
  ['ml.g6.24xlarge', '96 vCPU, 384 GiB, 4 × L4 of 24 GiB'],
  ['ml.g6e.xlarge', '4 vCPU, 32 GiB, 1 × L40S of 48 GiB'],
  ['ml.g7.12xlarge', '48 vCPU, 192 GiB, 2 × RTX PRO 4500 of 32 GiB'],
  ['ml.g7e.12xlarge', '48 vCPU, 512 GiB, 2 × RTX PRO 6000 of 96 GiB'],
  ['ml.g7e.8xlarge', '32 vCPU, 256 GiB, 1 × RTX PRO 6000 of 96 GiB'],
  ['ml.p2.16xlarge', '64 vCPU, 732 GiB, 16 × K80 of 12 GiB'],
  ['ml.p3.16xlarge', '64 vCPU, 488 GiB, 8 × V100 of 16 GiB'],
  ['ml.p3dn.24xlarge', '96 vCPU, 768 GiB, 8 × V100 of 32 GiB'],
  ['ml.p4d.24xlarge', '96 vCPU, 1152 GiB, 8 × A100 of 40 GiB'],
  ['ml.p5.4xlarge', '16 vCPU, 256 GiB, 1 × H100 of 80 GiB'],
  ['ml.p5.48xlarge', '192 vCPU, 2048 GiB, 8 × H100 of 80 GiB'],
  ['ml.p6-b300.48xlarge', '192 vCPU, 4096 GiB, 8 × B300 of 268 GiB'],
  ['ml.p6e-gb200.36xlarge', '144 vCPU, 960 GiB, 4 × GB200 of 185 GiB'],
  ['ml.trn1.32xlarge', '128 vCPU, 512 GiB, 16 × Trainium of 32 GiB'],
  ['ml.q9.huge', undefined],
  ['ml.m5.3xlarge', undefined],
  ['constructor', undefined],
])('%s has %s', (type, words) => expect(factsInWords(type)).toBe(words));

it('knows every type that SageMaker trains on, and no other', () => {
  const offered = typesByFamily.flatMap(({ types }) => types);
  expect([...offered].sort()).toEqual([...trainingInstanceTypes].sort());
  expect(Object.values(TrainingInstanceType).filter((type) => factsInWords(type) === undefined)).toEqual([]);
  expect(offered.filter((type) => !/^[1-9]\d* vCPU, [1-9][\d.]* GiB/.test(factsInWords(type) ?? ''))).toEqual(
    [],
  );
});
