/**
 * The instance types that SageMaker trains on, by family, and what they have. Types: TrainingInstanceType of the service
 * model. Sizes: AWS's pages of EC2 instance types, whose sizes SageMaker's have (read on 2026-11-27).
 */

export interface InstanceFamily {
  name: string;
  /** What it is good for, or which accelerator it has. */
  title: string;
  kind: 'gpu' | 'trainium' | 'cpu';
  /** Between spaces, smallest first: an `Nxlarge` has 4N vCPUs, and what is smaller than that 2. */
  sizes: string;
  gibPerVcpu: number;
  /** Of sizes that do not follow the rules. */
  vcpus?: Readonly<Record<string, number>>;
  gib?: Readonly<Record<string, number>>;
  accelerator?: {
    name: string;
    /** Of one. */
    gib: number;
    /** One where a size is not named. */
    counts?: Readonly<Record<string, number>>;
  };
}

const cpu = (name: string, title: string, gibPerVcpu: number, sizes: string): InstanceFamily => ({
  ...{ name, title, kind: 'cpu', gibPerVcpu, sizes },
});

const flexSizes = 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge';
const seventh = 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge';
const sixth = 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge';
const eighth = `${sixth} 48xlarge 96xlarge`;
const fifth = 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge';
const gpuSizes = 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge';
const blackwellSizes = '2xlarge 4xlarge 8xlarge 12xlarge 24xlarge 48xlarge';

const fours = { '12xlarge': 4, '24xlarge': 4, '48xlarge': 8 };
const twos = { '12xlarge': 2, '24xlarge': 4, '48xlarge': 8 };
const gib2048 = 2048 / 192;

/** In the order in which they are offered: newer before older, accelerators first. */
export const instanceFamilies: readonly InstanceFamily[] = [
  {
    ...{ name: 'g7e', title: 'RTX PRO 6000', kind: 'gpu', sizes: blackwellSizes, gibPerVcpu: gib2048 },
    gib: { '2xlarge': 64, '4xlarge': 128, '8xlarge': 256 },
    accelerator: { name: 'RTX PRO 6000', gib: 96, counts: twos },
  },
  {
    ...{ name: 'g7', title: 'RTX PRO 4500', kind: 'gpu', sizes: blackwellSizes, gibPerVcpu: 4 },
    accelerator: { name: 'RTX PRO 4500', gib: 32, counts: twos },
  },
  {
    ...{ name: 'g6e', title: 'L40S', kind: 'gpu', sizes: gpuSizes, gibPerVcpu: 8 },
    accelerator: { name: 'L40S', gib: 48, counts: fours },
  },
  {
    ...{ name: 'g6', title: 'L4', kind: 'gpu', sizes: gpuSizes, gibPerVcpu: 4 },
    accelerator: { name: 'L4', gib: 24, counts: fours },
  },
  {
    ...{ name: 'g5', title: 'A10G', kind: 'gpu', sizes: gpuSizes, gibPerVcpu: 4 },
    accelerator: { name: 'A10G', gib: 24, counts: fours },
  },
  {
    ...{ name: 'g4dn', title: 'T4', kind: 'gpu', gibPerVcpu: 4 },
    sizes: 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge',
    accelerator: { name: 'T4', gib: 16, counts: { '12xlarge': 4 } },
  },
  {
    ...{ name: 'p6e-gb200', title: 'GB200', kind: 'gpu', sizes: '36xlarge', gibPerVcpu: 960 / 144 },
    accelerator: { name: 'GB200', gib: 185, counts: { '36xlarge': 4 } },
  },
  {
    ...{ name: 'p6-b300', title: 'B300', kind: 'gpu', sizes: '48xlarge', gibPerVcpu: 4096 / 192 },
    accelerator: { name: 'B300', gib: 268, counts: { '48xlarge': 8 } },
  },
  {
    ...{ name: 'p6-b200', title: 'B200', kind: 'gpu', sizes: '48xlarge', gibPerVcpu: gib2048 },
    accelerator: { name: 'B200', gib: 179, counts: { '48xlarge': 8 } },
  },
  {
    ...{ name: 'p5en', title: 'H200', kind: 'gpu', sizes: '48xlarge', gibPerVcpu: gib2048 },
    accelerator: { name: 'H200', gib: 141, counts: { '48xlarge': 8 } },
  },
  {
    ...{ name: 'p5e', title: 'H200', kind: 'gpu', sizes: '48xlarge', gibPerVcpu: gib2048 },
    accelerator: { name: 'H200', gib: 141, counts: { '48xlarge': 8 } },
  },
  {
    ...{ name: 'p5', title: 'H100', kind: 'gpu', sizes: '4xlarge 48xlarge', gibPerVcpu: gib2048 },
    gib: { '4xlarge': 256 },
    accelerator: { name: 'H100', gib: 80, counts: { '48xlarge': 8 } },
  },
  {
    ...{ name: 'p4de', title: 'A100', kind: 'gpu', sizes: '24xlarge', gibPerVcpu: 12 },
    accelerator: { name: 'A100', gib: 80, counts: { '24xlarge': 8 } },
  },
  {
    ...{ name: 'p4d', title: 'A100', kind: 'gpu', sizes: '24xlarge', gibPerVcpu: 12 },
    accelerator: { name: 'A100', gib: 40, counts: { '24xlarge': 8 } },
  },
  {
    ...{ name: 'p3dn', title: 'V100', kind: 'gpu', sizes: '24xlarge', gibPerVcpu: 8 },
    accelerator: { name: 'V100', gib: 32, counts: { '24xlarge': 8 } },
  },
  {
    ...{ name: 'p3', title: 'V100', kind: 'gpu', sizes: '2xlarge 8xlarge 16xlarge', gibPerVcpu: 61 / 8 },
    accelerator: { name: 'V100', gib: 16, counts: { '8xlarge': 4, '16xlarge': 8 } },
  },
  {
    ...{ name: 'p2', title: 'K80', kind: 'gpu', sizes: 'xlarge 8xlarge 16xlarge', gibPerVcpu: 61 / 4 },
    gib: { '16xlarge': 732 },
    accelerator: { name: 'K80', gib: 12, counts: { '8xlarge': 8, '16xlarge': 16 } },
  },
  {
    ...{ name: 'trn2', title: 'Trainium2', kind: 'trainium', sizes: '48xlarge', gibPerVcpu: gib2048 },
    accelerator: { name: 'Trainium2', gib: 96, counts: { '48xlarge': 16 } },
  },
  {
    ...{ name: 'trn1n', title: 'Trainium', kind: 'trainium', sizes: '32xlarge', gibPerVcpu: 4 },
    accelerator: { name: 'Trainium', gib: 32, counts: { '32xlarge': 16 } },
  },
  {
    ...{ name: 'trn1', title: 'Trainium', kind: 'trainium', sizes: '2xlarge 32xlarge', gibPerVcpu: 4 },
    accelerator: { name: 'Trainium', gib: 32, counts: { '32xlarge': 16 } },
  },
  cpu('m8i', 'general purpose', 4, `large ${eighth}`),
  cpu('m8i-flex', 'general purpose, seldom at full load', 4, `large ${flexSizes}`),
  cpu('m7i', 'general purpose', 4, seventh),
  cpu('m7i-flex', 'general purpose, seldom at full load', 4, `large ${flexSizes}`),
  cpu('m6i', 'general purpose', 4, `large ${sixth}`),
  cpu('m5', 'general purpose', 4, 'large xlarge 2xlarge 4xlarge 12xlarge 24xlarge'),
  cpu('m4', 'general purpose', 4, 'xlarge 2xlarge 4xlarge 10xlarge 16xlarge'),
  cpu('c8i', 'computing', 2, eighth),
  cpu('c8i-flex', 'computing, seldom at full load', 2, flexSizes),
  cpu('c7i', 'computing', 2, seventh),
  cpu('c7i-flex', 'computing, seldom at full load', 2, flexSizes),
  cpu('c6i', 'computing', 2, sixth),
  {
    ...cpu('c5n', 'computing, fast network', 21 / 8, 'xlarge 2xlarge 4xlarge 9xlarge 18xlarge'),
    gib: { '9xlarge': 96, '18xlarge': 192 },
  },
  cpu('c5', 'computing', 2, 'xlarge 2xlarge 4xlarge 9xlarge 18xlarge'),
  {
    ...cpu('c4', 'computing', 15 / 8, 'xlarge 2xlarge 4xlarge 8xlarge'),
    vcpus: { '8xlarge': 36 },
    gib: { '8xlarge': 60 },
  },
  cpu('r8i', 'memory', 8, `large ${eighth}`),
  cpu('r8i-flex', 'memory, seldom at full load', 8, `large ${flexSizes}`),
  cpu('r7i', 'memory', 8, seventh),
  cpu('r6i', 'memory', 8, `large ${sixth}`),
  cpu('r5d', 'memory, fast disk', 8, fifth),
  cpu('r5', 'memory', 8, fifth),
  {
    ...cpu('t3', 'small', 4, 'medium large xlarge 2xlarge'),
    gib: { medium: 4, large: 8 },
  },
];
