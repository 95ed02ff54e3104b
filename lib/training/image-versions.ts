/**
 * The versions of AWS's training images, their tags, and the Regions whose registry lacks one. Source:
 * `image_uri_config` of sagemaker-core 2.27.0 on PyPI (Apache-2.0), read on 2026-11-27; nothing that sagemaker 2.200.0 or
 * 2.257.6 lists is missing in it. Left out: images in the registries before the Deep Learning Containers.
 */

export interface ImageVersions {
  /** Version to the tag, newest version first; `{processor}` is cpu or gpu. */
  tags: Readonly<Record<string, string>>;
  /** By version. */
  missingIn: ReadonlyMap<string, ReadonlySet<string>>;
}

const isolated = 'us-iso-east-1 us-isob-east-1 us-isof-east-1 us-isof-south-1';
const isolatedNew = 'us-isof-east-1 us-isof-south-1';
const europeanNew = 'eu-isoe-west-1 eusc-de-east-1';
const asianNew = 'ap-east-2 ap-southeast-5 ap-southeast-6 ap-southeast-7 mx-central-1';

/**
 * @param versions `2.8.0 py312` between commas: version and Python tag
 * @param lacking Regions to versions, both between spaces; `*` is each version
 */
const perProcessor = (versions: string, lacking: readonly (readonly [string, string])[]): ImageVersions => {
  const rows = versions.split(',').map((row) => row.trim().split(' '));
  return {
    tags: Object.fromEntries(
      rows.map(([version = '', python = '']) => [version, `${version}-{processor}-${python}`]),
    ),
    missingIn: missingBy(
      rows.map(([version = '']) => version),
      lacking,
    ),
  };
};

const missingBy = (
  versions: readonly string[],
  lacking: readonly (readonly [regions: string, versions: string])[],
): ImageVersions['missingIn'] => {
  const missing = new Map<string, Set<string>>();
  for (const [regions, of] of lacking)
    for (const version of of === '*' ? versions : of.split(' '))
      missing.set(version, new Set([...(missing.get(version) ?? []), ...regions.split(' ')]));
  return missing;
};

export const tensorflowVersions = perProcessor(
  '2.21.0 py312, 2.19.0 py312, 2.18.0 py310, 2.16.2 py310, 2.14.1 py310, 2.13.0 py310, 2.12.0 py310, 2.11.0 py39, ' +
    '2.10.1 py39, 2.9.2 py39, 2.8.0 py39, 2.7.1 py38, 2.6.3 py38, 2.6.2 py38, 2.6.0 py38, 2.5.1 py37, 2.5.0 py37, ' +
    '2.4.3 py37, 2.4.1 py37, 2.3.2 py37, 2.3.1 py37, 2.3.0 py37, 2.2.2 py37, 2.2.1 py37, 2.2.0 py37, 2.1.3 py3, ' +
    '2.1.2 py3, 2.1.1 py3, 2.1.0 py3, 2.0.4 py3, 2.0.3 py3, 2.0.2 py3, 2.0.1 py3, 2.0.0 py3, 1.15.5 py3, ' +
    '1.15.4 py3, 1.15.3 py3, 1.15.2 py3, 1.15.0 py3, 1.14.0 py3',
  [
    [
      `${europeanNew} me-west-1`,
      '2.19.0 2.18.0 2.16.2 2.14.1 2.13.0 2.12.0 2.11.0 2.10.1 2.9.2 2.8.0 2.7.1 2.6.3 2.6.2 2.6.0 2.5.1 2.5.0 2.4.3 2.4.1 ' +
        '2.3.2 2.3.1 2.3.0 2.2.2 2.2.1 2.2.0 2.1.3 2.1.2 2.1.1 2.1.0 2.0.4 2.0.3 2.0.2 2.0.1 2.0.0 1.15.5 1.15.4 1.15.3 ' +
        '1.15.2 1.15.0 1.14.0',
    ],
    [
      isolatedNew,
      '2.11.0 2.10.1 2.9.2 2.8.0 2.7.1 2.6.3 2.6.2 2.6.0 2.5.1 2.5.0 2.4.3 2.4.1 2.3.2 2.3.1 2.3.0 2.2.2 2.2.1 2.2.0 2.1.3 ' +
        '2.1.2 2.1.1 2.1.0 2.0.4 2.0.3 2.0.2 2.0.1 2.0.0 1.15.5 1.15.4 1.15.3 1.15.2 1.15.0 1.14.0',
    ],
    [isolated, '2.19.0 2.18.0 2.16.2 2.12.0'],
  ],
);

export const pytorchVersions = perProcessor(
  '2.10.0 py313, 2.9.0 py312, 2.8.0 py312, 2.7.1 py312, 2.6.0 py312, 2.5.1 py311, 2.4.0 py311, 2.3.0 py311, ' +
    '2.2.0 py310, 2.1.0 py310, 2.0.1 py310, 2.0.0 py310, 1.13.1 py39, 1.12.1 py38, 1.12.0 py38, 1.11.0 py38, ' +
    '1.10.2 py38, 1.10.0 py38, 1.9.1 py38, 1.9.0 py38, 1.8.1 py3, 1.8.0 py3, 1.7.1 py3, 1.6.0 py3, 1.5.0 py3, ' +
    '1.4.0 py3, 1.3.1 py3, 1.2.0 py3',
  [
    [
      `${europeanNew} me-west-1`,
      '2.7.1 2.6.0 2.5.1 2.4.0 2.3.0 2.2.0 2.1.0 2.0.1 2.0.0 1.13.1 1.12.1 1.12.0 1.11.0 1.10.2 1.10.0 1.9.1 1.9.0 1.8.1 ' +
        '1.8.0 1.7.1 1.6.0 1.5.0 1.4.0 1.3.1 1.2.0',
    ],
    [
      isolatedNew,
      '2.0.1 2.0.0 1.13.1 1.12.1 1.12.0 1.11.0 1.10.2 1.10.0 1.9.1 1.9.0 1.8.1 1.8.0 1.7.1 1.6.0 1.5.0 1.4.0 1.3.1 1.2.0',
    ],
    [isolated, '2.8.0 2.7.1 2.6.0 2.5.1 2.4.0'],
    [europeanNew, '2.8.0'],
  ],
);

const sinceTwenty = `${asianNew} ${europeanNew} me-west-1 ${isolatedNew}`;

export const mxnetVersions = perProcessor('1.9.0 py38, 1.8.0 py37, 1.7.0 py3, 1.6.0 py3', [
  [sinceTwenty, '*'],
]);

/** With PyTorch, of each version of Transformers the newest unless it is named; made for GPUs alone. */
const transformers: Readonly<Record<string, string>> = {
  '5.3.0': '2.9.0-transformers5.3.0-gpu-py312-cu130-ubuntu22.04',
  '4.56.2': '2.8.0-transformers4.56.2-gpu-py312-cu129-ubuntu22.04',
  '4.55.0': '2.7.1-transformers4.55.0-gpu-py312-cu128-ubuntu22.04',
  '4.49.0': '2.5.1-transformers4.49.0-gpu-py311-cu124-ubuntu22.04',
  '4.48.0': '2.3.0-transformers4.48.0-gpu-py311-cu121-ubuntu20.04',
  '4.46.1': '2.3.0-transformers4.46.1-gpu-py311-cu121-ubuntu20.04',
  '4.36.0': '2.1.0-transformers4.36.0-gpu-py310-cu121-ubuntu20.04',
  '4.28.1': '2.0.0-transformers4.28.1-gpu-py310-cu118-ubuntu20.04',
  '4.26.0': '1.13.1-transformers4.26.0-gpu-py39-cu117-ubuntu20.04',
  '4.17.0': '1.10.2-transformers4.17.0-gpu-py38-cu113-ubuntu20.04',
  '4.12.3': '1.9.1-transformers4.12.3-gpu-py38-cu111-ubuntu20.04',
  '4.11.0': '1.9.0-transformers4.11.0-gpu-py38-cu111-ubuntu20.04',
  '4.10.2': '1.9.0-transformers4.10.2-gpu-py38-cu111-ubuntu20.04',
  '4.10.2-pytorch1.8.1': '1.8.1-transformers4.10.2-gpu-py36-cu110-ubuntu18.04',
  '4.6.1': '1.8.1-transformers4.6.1-gpu-py36-cu111-ubuntu18.04',
  '4.6.1-pytorch1.7.1': '1.7.1-transformers4.6.1-gpu-py36-cu110-ubuntu18.04',
  '4.6.1-pytorch1.6.0': '1.6.0-transformers4.6.1-gpu-py36-cu110-ubuntu18.04',
  '4.5.0': '1.6.0-transformers4.5.0-gpu-py36',
  '4.4.2': '1.6.0-transformers4.4.2-gpu-py36',
};
export const huggingFaceVersions: ImageVersions = {
  tags: transformers,
  missingIn: missingBy(Object.keys(transformers), [
    [sinceTwenty, '*'],
    [
      'ap-south-2 ap-southeast-4 eu-central-2 eu-south-2',
      '5.3.0 4.56.2 4.55.0 4.49.0 4.48.0 4.46.1 4.36.0 4.28.1 4.26.0',
    ],
  ]),
};

const everywhere: ImageVersions['missingIn'] = new Map();

/** Not `latest` or `1`, which are of another algorithm. */
export const xgboostVersions: ImageVersions = {
  tags: {
    '3.2-0': '3.2-0',
    '3.0-5': '3.0-5',
    '1.7-1': '1.7-1',
    '1.5-1': '1.5-1',
    '1.3-1': '1.3-1',
    '1.2-2': '1.2-2',
    '1.2-1': '1.2-1',
    '1.0-1': '1.0-1-cpu-py3',
    '0.90-2': '0.90-2-cpu-py3',
    '0.90-1': '0.90-1-cpu-py3',
  },
  missingIn: everywhere,
};

export const scikitLearnVersions: ImageVersions = {
  tags: Object.fromEntries(
    ['1.9-0', '1.4-2-py312', '1.4-2', '1.2-1', '1.0-1', '0.23-1', '0.20.0'].map((version) => [
      version,
      `${version}-cpu-py3`,
    ]),
  ),
  missingIn: everywhere,
};
