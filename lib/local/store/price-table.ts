/** On-demand price of one instance type for one use, from the table in this room, which names its source and date. */
export interface InstancePrice {
  instanceType: string;
  component: 'Training' | 'Hosting';
  region: string;
  usdPerHour: number;
  vCpu?: number;
  memoryGib?: number;
  gpu?: number;
  /** A: quoted from AWS's Price List with its date; B: from code generated from it; C: public tables that agree. */
  grade: 'A' | 'B' | 'C';
  source: string;
  /** ISO 8601: the date the price was read, or the year or interval of years where the source names no date. */
  asOf: string;
}

interface Reading {
  grade: InstancePrice['grade'];
  source: string;
  asOf: string;
}

const priceList = (asOf: string): Reading => ({
  grade: 'A',
  source: 'AWS Price List of us-east-1, quoted in a public repository with the date it was read',
  asOf,
});
const generated: Reading = {
  grade: 'B',
  source:
    'Public pricing module generated from the AWS Price List of us-west-2; us-east-1 is expected to be equal, which is not confirmed',
  asOf: '2026',
};
const tables: Reading = {
  grade: 'C',
  source: 'Several public us-east-1 price tables that agree, not checked against the Price List',
  asOf: '2024/2026',
};

/** vCPUs, memory in GiB and GPUs of an instance type. */
const machines: Readonly<Record<string, readonly [vCpu: number, memoryGib: number, gpu: number]>> = {
  'ml.m5.large': [2, 8, 0],
  'ml.m5.xlarge': [4, 16, 0],
  'ml.m5.2xlarge': [8, 32, 0],
  'ml.m5.4xlarge': [16, 64, 0],
  'ml.m5.12xlarge': [48, 192, 0],
  'ml.m5.24xlarge': [96, 384, 0],
  'ml.c5.xlarge': [4, 8, 0],
  'ml.c5.2xlarge': [8, 16, 0],
  'ml.c5.4xlarge': [16, 32, 0],
  'ml.c5.9xlarge': [36, 72, 0],
  'ml.c5.18xlarge': [72, 144, 0],
  'ml.g4dn.xlarge': [4, 16, 1],
  'ml.g5.xlarge': [4, 16, 1],
  'ml.g5.2xlarge': [8, 32, 1],
  'ml.g5.4xlarge': [16, 64, 1],
  'ml.g5.8xlarge': [32, 128, 1],
  'ml.g5.12xlarge': [48, 192, 4],
  'ml.g5.16xlarge': [64, 256, 1],
  'ml.g5.48xlarge': [192, 768, 8],
  'ml.g6.xlarge': [4, 16, 1],
  'ml.g6.2xlarge': [8, 32, 1],
  'ml.g6.12xlarge': [48, 192, 4],
  'ml.g6e.xlarge': [4, 32, 1],
  'ml.g6e.12xlarge': [48, 384, 4],
  'ml.p3.2xlarge': [8, 61, 1],
  'ml.p3.8xlarge': [32, 244, 4],
  'ml.p3.16xlarge': [64, 488, 8],
};

const training: readonly [instanceType: string, usdPerHour: number, reading: Reading][] = [
  ['ml.m5.large', 0.115, priceList('2026-08-11')],
  ['ml.m5.xlarge', 0.23, tables],
  ['ml.m5.2xlarge', 0.461, tables],
  ['ml.m5.4xlarge', 0.922, tables],
  ['ml.m5.12xlarge', 2.765, tables],
  ['ml.m5.24xlarge', 5.53, tables],
  ['ml.c5.xlarge', 0.204, tables],
  ['ml.c5.2xlarge', 0.408, tables],
  ['ml.c5.4xlarge', 0.816, tables],
  ['ml.c5.9xlarge', 1.836, tables],
  ['ml.c5.18xlarge', 3.672, tables],
  ['ml.g4dn.xlarge', 0.7364, tables],
  ['ml.g5.xlarge', 1.408, generated],
  ['ml.g5.2xlarge', 1.515, priceList('2026-08-20')],
  ['ml.g5.4xlarge', 2.03, generated],
  ['ml.g5.8xlarge', 3.06, generated],
  ['ml.g5.12xlarge', 7.09, generated],
  ['ml.g5.16xlarge', 5.12, generated],
  ['ml.g5.48xlarge', 20.36, generated],
  ['ml.g6.xlarge', 1.127, generated],
  ['ml.g6.2xlarge', 1.222, generated],
  ['ml.g6.12xlarge', 5.752, generated],
  ['ml.g6e.xlarge', 2.61, generated],
  ['ml.g6e.12xlarge', 13.12, generated],
  ['ml.p3.2xlarge', 3.825, tables],
  ['ml.p3.8xlarge', 14.688, tables],
  ['ml.p3.16xlarge', 28.152, tables],
];

/** Real-time endpoints: only the types whose price was found quoted from the Price List. */
const hosting: typeof training = [
  ['ml.m5.large', 0.115, priceList('2026-07-30')],
  ['ml.m5.xlarge', 0.23, priceList('2026-09-28')],
  ['ml.m5.2xlarge', 0.461, priceList('2026-09-28')],
];

const rows = (component: InstancePrice['component'], entries: typeof training): InstancePrice[] =>
  entries.map(([instanceType, usdPerHour, reading]) => {
    const [vCpu, memoryGib, gpu] = machines[instanceType] ?? [];
    return { instanceType, component, region: 'us-east-1', usdPerHour, vCpu, memoryGib, gpu, ...reading };
  });

/** A type that is not listed has no known price; nothing stands in for it. */
export const priceTable: readonly InstancePrice[] = [
  ...rows('Training', training),
  ...rows('Hosting', hosting),
];
