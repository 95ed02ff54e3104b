/** Framework and packages by what a script imports. */
import { type ScriptFramework } from '../training-images';
import { standardModules } from './standard-modules';

/** The first that is imported decides: who imports transformers imports torch, too. */
const byFramework: readonly [ScriptFramework, RegExp][] = [
  ['huggingface', /^(transformers|datasets|accelerate|peft|trl|sentence_transformers)$/],
  ['pytorch', /^(torch|torchvision|torchaudio|torchtext|lightning|pytorch_lightning|fastai|timm)$/],
  ['tensorflow', /^(tensorflow|keras|tf_keras|tensorflow_datasets|tensorflow_addons)$/],
  ['mxnet', /^(mxnet|gluoncv|gluonnlp|autogluon)$/],
  ['xgboost', /^xgboost$/],
  ['scikit-learn', /^sklearn$/],
];

export interface Imported {
  /** Of the module, before the first dot. */
  top: string;
  path: string;
  line: number;
}

export const frameworkOf = (
  imported: readonly Imported[],
): { framework: ScriptFramework; by: Imported } | undefined => {
  for (const [framework, modules] of byFramework) {
    const by = imported.find(({ top }) => modules.test(top));
    if (by) return { framework, by };
  }
  return undefined;
};

/** What AWS's training images have in common (their Dockerfiles), and each framework's own. */
const inEveryImage = new Set(
  'numpy scipy pandas sklearn yaml boto3 botocore s3fs requests urllib3 six packaging psutil setuptools pkg_resources pip wheel dateutil pytz sagemaker_training sagemaker_containers smdebug google protobuf'.split(
    ' ',
  ),
);
const inImage: Readonly<Record<ScriptFramework, string>> = {
  huggingface:
    'torch torchvision torchaudio transformers datasets tokenizers accelerate evaluate huggingface_hub safetensors sentencepiece PIL tqdm diffusers peft trl matplotlib filelock regex',
  pytorch: 'torch torchvision torchaudio PIL tqdm cv2 matplotlib seaborn plotly fastai functorch triton',
  tensorflow: 'tensorflow keras h5py PIL absl tensorboard tensorflow_io cv2 wrapt flatbuffers',
  mxnet: 'mxnet gluoncv gluonnlp PIL tqdm matplotlib cv2 onnx',
  xgboost: 'xgboost joblib matplotlib pyarrow PIL sagemaker_xgboost_container',
  'scikit-learn': 'joblib matplotlib pyarrow PIL sagemaker_sklearn_container',
};

/** Where the package is called otherwise than its module. */
const packageByModule = new Map([
  ['sklearn', 'scikit-learn'],
  ['cv2', 'opencv-python-headless'],
  ['PIL', 'Pillow'],
  ['yaml', 'PyYAML'],
  ['skimage', 'scikit-image'],
  ['dotenv', 'python-dotenv'],
  ['hydra', 'hydra-core'],
  ['pytorch_lightning', 'pytorch-lightning'],
  ['sentence_transformers', 'sentence-transformers'],
  ['tensorflow_datasets', 'tensorflow-datasets'],
  ['absl', 'absl-py'],
  ['bs4', 'beautifulsoup4'],
  ['faiss', 'faiss-cpu'],
  ['umap', 'umap-learn'],
  ['imblearn', 'imbalanced-learn'],
  ['git', 'GitPython'],
  ['attr', 'attrs'],
  ['Levenshtein', 'python-Levenshtein'],
  ['segmentation_models_pytorch', 'segmentation-models-pytorch'],
]);

/**
 * Packages that no image of the framework has.
 * @param own modules of the folder itself
 */
export const missingPackages = (
  imported: readonly Imported[],
  framework: ScriptFramework,
  own: ReadonlySet<string>,
): { packages: string[]; by?: Imported } => {
  const there = new Set(inImage[framework].split(' '));
  const missing = imported.filter(
    ({ top }) =>
      top !== '' &&
      !own.has(top) &&
      !standardModules.has(top) &&
      !inEveryImage.has(top) &&
      !there.has(top) &&
      !top.startsWith('_'),
  );
  const packages = [...new Set(missing.map(({ top }) => packageByModule.get(top) ?? top))].sort();
  return { packages, ...(missing[0] && { by: missing[0] }) };
};
