/** Which image serves what another one trained, as the SageMaker SDK chooses it (2.257.7, image_uri_config). */
import { hasGpu } from './training-images';

interface ServingTags {
  /** Releases that there are, by minor version, the newest last. */
  patches: Readonly<Record<string, readonly number[]>>;
  /** Python of the tag, from that version on; none: the tag names none. */
  pythons: readonly (readonly [from: number, python: string])[];
}

const servingTags: ReadonlyMap<string, ServingTags> = new Map<string, ServingTags>([
  [
    'tensorflow',
    {
      patches: {
        ...{ '1.13': [0], '1.14': [0], '1.15': [0, 2, 3, 4, 5], '2.0': [0, 1, 2, 3, 4], '2.1': [0, 1, 2, 3] },
        ...{ '2.2': [0, 1, 2], '2.3': [0, 1, 2], '2.4': [1, 3], '2.5': [1], '2.6': [0, 3], '2.7': [0] },
        ...{ '2.8': [0, 4], '2.9': [2, 3], '2.10': [0, 1], '2.11': [0, 1], '2.12': [1], '2.13': [0] },
        ...{ '2.14': [1], '2.16': [1], '2.18': [0], '2.19': [0] },
      },
      pythons: [],
    },
  ],
  [
    'pytorch',
    {
      patches: {
        ...{ '1.2': [0], '1.3': [1], '1.4': [0], '1.5': [0], '1.6': [0], '1.7': [1], '1.8': [0, 1] },
        ...{ '1.9': [0, 1], '1.10': [0, 2], '1.11': [0], '1.12': [0, 1], '1.13': [1], '2.0': [0, 1] },
        ...{ '2.1': [0], '2.2': [0], '2.3': [0], '2.4': [0], '2.5': [1], '2.6': [0] },
      },
      pythons: [
        [102, 'py3'],
        [109, 'py38'],
        [113, 'py39'],
        [200, 'py310'],
        [203, 'py311'],
        [206, 'py312'],
      ],
    },
  ],
  [
    'mxnet',
    {
      patches: { '1.6': [0], '1.7': [0], '1.8': [0], '1.9': [0] },
      pythons: [
        [106, 'py3'],
        [108, 'py37'],
        [109, 'py38'],
      ],
    },
  ],
]);

/**
 * AWS's framework images come in pairs, each for cpu and for gpu: a model trained on GPUs may be served without. The one
 * that serves has a tag of its own: its Python, and of some releases another patch. Of a version that is not known here
 * the tag is kept. Another image serves itself.
 */
export const inferenceImage = (trainingImage: string, instanceType: string): string => {
  if (!/-training[:@]/.test(trainingImage)) return trainingImage;
  const processor = hasGpu(instanceType) ? 'gpu' : 'cpu';
  const image = trainingImage.replace(/-training(?=[:@])/, '-inference');
  const own = /^(.*\/(tensorflow|pytorch|mxnet)-inference):(\d+)\.(\d+)(?:\.(\d+))?(?:-|$)/.exec(image);
  const [, repository, framework = '', major = '', minor = '', patch] = own ?? [];
  const tags = servingTags.get(framework);
  const patches = tags && new Map(Object.entries(tags.patches)).get(`${major}.${minor}`);
  if (!tags || !patches) return image.replace(/-(?:cpu|gpu)(?=-|$)/, `-${processor}`);
  const release = patches.includes(Number(patch)) ? patch : patches.at(-1);
  const number = Number(major) * 100 + Number(minor);
  const python = tags.pythons.findLast(([from]) => from <= number)?.[1];
  return [`${repository}:${major}.${minor}.${release}`, processor, ...(python ? [python] : [])].join('-');
};
