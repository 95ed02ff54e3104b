/**
 * Accounts of AWS's image registries by Region. Source: `image_uri_config` of sagemaker-core 2.27.0 on PyPI
 * (Apache-2.0), read on 2026-11-26.
 */
const byRegion = (accounts: Record<string, string>): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(accounts).flatMap(([account, regions]) =>
      regions.split(' ').map((region) => [region, account] as const),
    ),
  );

/** Deep Learning Containers: TensorFlow, PyTorch, MXNet and Hugging Face. */
export const deepLearningAccounts = byRegion({
  '763104351884':
    'ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2',
  '727897471807': 'cn-north-1 cn-northwest-1',
  '626614931356': 'af-south-1',
  '871362719292': 'ap-east-1',
  '975050140332': 'ap-east-2',
  '364406365360': 'ap-northeast-3',
  '772153158452': 'ap-south-2',
  '907027046896': 'ap-southeast-3',
  '457447274322': 'ap-southeast-4',
  '550225433462': 'ap-southeast-5',
  '633930458069': 'ap-southeast-6',
  '590183813437': 'ap-southeast-7',
  '204538143572': 'ca-west-1',
  '380420809688': 'eu-central-2',
  '371248457586': 'eu-isoe-west-1',
  '692866216735': 'eu-south-1',
  '503227376785': 'eu-south-2',
  '204133271717': 'eusc-de-east-1',
  '780543022126': 'il-central-1',
  '914824155844': 'me-central-1',
  '217643126080': 'me-south-1',
  '124382933778': 'me-west-1',
  '637423239942': 'mx-central-1',
  '446045086412': 'us-gov-east-1',
  '442386744353': 'us-gov-west-1',
  '886529160074': 'us-iso-east-1',
  '094389454867': 'us-isob-east-1',
  '303241398832': 'us-isof-east-1',
  '454834333376': 'us-isof-south-1',
});

/** SageMaker's own XGBoost and scikit-learn. */
export const sageMakerAccounts = byRegion({
  '510948584623': 'af-south-1',
  '651117190479': 'ap-east-1',
  '354813040037': 'ap-northeast-1',
  '366743142698': 'ap-northeast-2',
  '867004704886': 'ap-northeast-3',
  '720646828776': 'ap-south-1',
  '628508329040': 'ap-south-2',
  '121021644041': 'ap-southeast-1',
  '783357654285': 'ap-southeast-2',
  '951798379941': 'ap-southeast-3',
  '106583098589': 'ap-southeast-4',
  '341280168497': 'ca-central-1',
  '190319476487': 'ca-west-1',
  '450853457545': 'cn-north-1',
  '451049120500': 'cn-northwest-1',
  '492215442770': 'eu-central-1',
  '680994064768': 'eu-central-2',
  '662702820516': 'eu-north-1',
  '978288397137': 'eu-south-1',
  '104374241257': 'eu-south-2',
  '141502667606': 'eu-west-1',
  '764974769150': 'eu-west-2',
  '659782779980': 'eu-west-3',
  '898809789911': 'il-central-1',
  '272398656194': 'me-central-1',
  '801668240914': 'me-south-1',
  '737474898029': 'sa-east-1',
  '683313688378': 'us-east-1',
  '257758044811': 'us-east-2',
  '237065988967': 'us-gov-east-1',
  '414596584902': 'us-gov-west-1',
  '833128469047': 'us-iso-east-1',
  '281123927165': 'us-isob-east-1',
  '108575199400': 'us-isof-east-1',
  '124985052026': 'us-isof-south-1',
  '746614075791': 'us-west-1',
  '246618743249': 'us-west-2',
});
