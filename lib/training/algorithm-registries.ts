/**
 * Accounts of the images of SageMaker's built-in algorithms, by Region. Source: `image_uri_config` of sagemaker-core 2.27.0 on
 * PyPI (Apache-2.0), read on 2026-11-27.
 */
import { byRegion } from './by-region';

/** Regions in which the algorithms share an account. */
const shared = {
  '455444449433': 'af-south-1',
  '286214385809': 'ap-east-1',
  '867004704886': 'ap-northeast-3',
  '991648021394': 'ap-south-1',
  '628508329040': 'ap-south-2',
  '475088953585': 'ap-southeast-1',
  '951798379941': 'ap-southeast-3',
  '106583098589': 'ap-southeast-4',
  '469771592824': 'ca-central-1',
  '190319476487': 'ca-west-1',
  '390948362332': 'cn-north-1',
  '387376663083': 'cn-northwest-1',
  '680994064768': 'eu-central-2',
  '669576153137': 'eu-north-1',
  '257386234256': 'eu-south-1',
  '104374241257': 'eu-south-2',
  '644912444149': 'eu-west-2',
  '749696950732': 'eu-west-3',
  '898809789911': 'il-central-1',
  '272398656194': 'me-central-1',
  '249704162688': 'me-south-1',
  '855470959533': 'sa-east-1',
  '237065988967': 'us-gov-east-1',
  '226302683700': 'us-gov-west-1',
  '490574956308': 'us-iso-east-1',
  '765400339828': 'us-isob-east-1',
  '108575199400': 'us-isof-east-1',
  '124985052026': 'us-isof-south-1',
  '632365934929': 'us-west-1',
};

/** Factorization Machines, IP Insights, K-Means, KNN, Linear Learner, NTM, Object2Vec, PCA and Random Cut Forest. */
export const statisticsAccounts = byRegion({
  ...shared,
  '351501993468': 'ap-northeast-1',
  '835164637446': 'ap-northeast-2',
  '712309505854': 'ap-southeast-2',
  '664544806723': 'eu-central-1',
  '438346466558': 'eu-west-1',
  '382416733822': 'us-east-1',
  '404615174143': 'us-east-2',
  '174872318107': 'us-west-2',
});

/** BlazingText, Image Classification, Object Detection, Semantic Segmentation and Sequence-to-Sequence. */
export const visionAndTextAccounts = byRegion({
  ...shared,
  '501404015308': 'ap-northeast-1',
  '306986355934': 'ap-northeast-2',
  '544295431143': 'ap-southeast-2',
  '813361260812': 'eu-central-1',
  '685385470294': 'eu-west-1',
  '811284229777': 'us-east-1',
  '825641698319': 'us-east-2',
  '433757028032': 'us-west-2',
});

/** DeepAR. */
export const forecastingAccounts = byRegion({
  ...shared,
  '633353088612': 'ap-northeast-1',
  '204372634319': 'ap-northeast-2',
  '514117268639': 'ap-southeast-2',
  '495149712605': 'eu-central-1',
  '224300973850': 'eu-west-1',
  '522234722520': 'us-east-1',
  '566113047672': 'us-east-2',
  '156387875391': 'us-west-2',
});

/** LDA, which few Regions have. */
export const ldaAccounts = byRegion({
  '258307448986': 'ap-northeast-1',
  '293181348795': 'ap-northeast-2',
  '991648021394': 'ap-south-1',
  '475088953585': 'ap-southeast-1',
  '297031611018': 'ap-southeast-2',
  '469771592824': 'ca-central-1',
  '353608530281': 'eu-central-1',
  '999678624901': 'eu-west-1',
  '644912444149': 'eu-west-2',
  '766337827248': 'us-east-1',
  '999911452149': 'us-east-2',
  '226302683700': 'us-gov-west-1',
  '490574956308': 'us-iso-east-1',
  '765400339828': 'us-isob-east-1',
  '632365934929': 'us-west-1',
  '266724342769': 'us-west-2',
});
