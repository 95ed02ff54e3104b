/**
 * Training instance types to propose: those whose prices are published or often quoted. SageMaker has some 150;
 * any may be typed.
 */
export const commonInstanceTypes: readonly string[] = [
  'ml.g4dn.xlarge',
  'ml.g4dn.2xlarge',
  'ml.g5.xlarge',
  'ml.g5.2xlarge',
  'ml.g5.4xlarge',
  'ml.g5.12xlarge',
  'ml.g5.48xlarge',
  'ml.g6.xlarge',
  'ml.g6.2xlarge',
  'ml.g6.12xlarge',
  'ml.g6e.xlarge',
  'ml.g6e.12xlarge',
  'ml.p3.2xlarge',
  'ml.p3.8xlarge',
  'ml.p3.16xlarge',
  'ml.p4d.24xlarge',
  'ml.p5.48xlarge',
  'ml.c5.xlarge',
  'ml.c5.2xlarge',
  'ml.c5.4xlarge',
  'ml.c5.9xlarge',
  'ml.c5.18xlarge',
  'ml.m5.large',
  'ml.m5.xlarge',
  'ml.m5.2xlarge',
  'ml.m5.4xlarge',
  'ml.m5.12xlarge',
  'ml.m5.24xlarge',
];
