import { awsRegions } from './aws-regions';

/**
 * AWS's partitions, which share nothing: no account, no credential, no address
 * (https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html).
 */
export interface Partition {
  /** As ARNs name it. */
  id: 'aws' | 'aws-cn' | 'aws-us-gov';
  label: string;
  /** Enabled in every account. */
  homeRegion: string;
  /** Of its addresses and images. */
  domain: string;
  console: string;
}

const commercial: Partition & { begins: string } = {
  id: 'aws',
  begins: '',
  label: 'AWS',
  homeRegion: 'us-east-1',
  domain: 'amazonaws.com',
  console: 'https://console.aws.amazon.com',
};

const partitions: readonly (Partition & { begins: string })[] = [
  {
    id: 'aws-cn',
    begins: 'cn-',
    label: 'China',
    homeRegion: 'cn-north-1',
    domain: 'amazonaws.com.cn',
    console: 'https://console.amazonaws.cn',
  },
  {
    id: 'aws-us-gov',
    begins: 'us-gov-',
    label: 'GovCloud (US)',
    homeRegion: 'us-gov-west-1',
    domain: 'amazonaws.com',
    console: 'https://console.amazonaws-us-gov.com',
  },
  commercial,
];

export const partitionOf = (region: string): Partition =>
  partitions.find(({ begins }) => region.startsWith(begins)) ?? commercial;

/** Of the partitions beside the commercial one, those that sell SageMaker training. */
const furtherRegions: typeof awsRegions = [
  { region: 'us-gov-west-1', label: 'AWS GovCloud (US-West)' },
  { region: 'us-gov-east-1', label: 'AWS GovCloud (US-East)' },
  { region: 'cn-north-1', label: 'China (Beijing)' },
  { region: 'cn-northwest-1', label: 'China (Ningxia)' },
];

/** Every Region that can be asked. */
export const allRegions: typeof awsRegions = [...awsRegions, ...furtherRegions];

/** The Regions that one account can have: those of its partition. */
export const regionsBeside = (region: string): typeof awsRegions =>
  allRegions.filter((one) => partitionOf(one.region).id === partitionOf(region).id);
