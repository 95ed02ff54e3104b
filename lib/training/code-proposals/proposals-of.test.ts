/** Scripts as people write them, and what is proposed for each. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileMetricRegex } from '../metric-regex';
import { type Proposal } from './proposal';
import { proposalsOf } from './proposals-of';

interface Sample {
  what: string;
  files: Record<string, string>;
  entryPoint?: string;
  framework?: string;
  packages?: string[];
  parameters?: Record<string, string>;
  /** A line that the script prints, and what the metric reads in it. */
  metrics?: Record<string, [line: string, value: number]>;
}

const samples: Sample[] = [
  {
    what: 'a PyTorch script with argparse and f-strings',
    files: {
      'train.py': `
import argparse, os
import torch
import torch.nn as nn
from torch.utils.data import DataLoader

def train(args):
    for epoch in range(args.epochs):
        print(f"Epoch {epoch+1}/{args.epochs} - train_loss: {running / len(loader):.4f} - val_acc: {acc:.2%}")

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--batch-size", type=int, default=64, metavar="N", help="input batch size")
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--no-cuda", action="store_true", default=False)
    parser.add_argument("--model-dir", type=str, default=os.environ.get("SM_MODEL_DIR", "/opt/ml/model"))
    parser.add_argument("--data-dir", default=os.environ["SM_CHANNEL_TRAINING"])
    train(parser.parse_args())
`,
    },
    entryPoint: 'train.py',
    framework: 'pytorch',
    parameters: { epochs: '10', 'batch-size': '64', lr: '0.001' },
    metrics: { train_loss: ['Epoch 1/10 - train_loss: 0.3412 - val_acc: 91.20%', 0.3412] },
  },
  {
    what: 'the % operator, with loss beside val loss',
    files: {
      'main.py': `
import torch
print('Epoch: %d, loss: %.4f, val loss: %.4f' % (epoch, loss, val_loss))
`,
    },
    entryPoint: 'main.py',
    framework: 'pytorch',
    parameters: {},
    metrics: {
      loss: ['Epoch: 3, loss: 0.2500, val loss: 0.7500', 0.25],
      val_loss: ['Epoch: 3, loss: 0.2500, val loss: 0.7500', 0.75],
    },
  },
  {
    what: 'str.format with names and specs',
    files: {
      'mnist.py': `
import torch
logger.info("Train Epoch: {} [{}/{} ({:.0f}%)], Train Loss: {:.6f};".format(epoch, a, b, c, loss.item()))
logger.info("Test set: Average loss: {avg:.4f}, Accuracy: {right}/{total}\\n".format(avg=l, right=r, total=t))
`,
    },
    framework: 'pytorch',
    metrics: {
      train_loss: ['Train Epoch: 1 [640/60000 (1%)], Train Loss: 2.300039;', 2.300039],
      average_loss: ['Test set: Average loss: 0.0512, Accuracy: 9834/10000', 0.0512],
    },
  },
  {
    what: 'logging with lazy arguments',
    files: {
      'train.py': `import sklearn\nlogging.info('rmse=%f after %d rounds', rmse, n)\nlogging.info("saved to %s", path)`,
    },
    framework: 'scikit-learn',
    metrics: { rmse: ['INFO rmse=12.500000 after 3 rounds', 12.5] },
  },
  {
    what: 'print with values between commas',
    files: { 'train.py': `import xgboost as xgb\nprint("auc:", auc)\nprint("done", name)` },
    framework: 'xgboost',
    metrics: { auc: ['auc: 0.93', 0.93] },
  },
  {
    what: 'Keras, which prints by itself',
    files: {
      'train.py': `
import tensorflow as tf
from tensorflow import keras
model.fit(x, y, epochs=3, validation_data=(xv, yv), verbose=2)
`,
    },
    framework: 'tensorflow',
    metrics: {
      loss: ['157/157 - 2s - loss: 0.341071 - val_loss: 0.162153', 0.341071],
      val_loss: ['157/157 - 2s - loss: 0.341071 - val_loss: 0.162153', 0.162153],
    },
  },
  {
    what: 'Hugging Face, which imports torch too',
    files: {
      'run_glue.py': `
import torch
from transformers import Trainer, AutoModel
from datasets import load_dataset
import wandb, evaluate
parser.add_argument("--model_name", type=str, default="distilbert-base-uncased")
parser.add_argument("--warmup_steps", type=int, default=500)
`,
    },
    framework: 'huggingface',
    packages: ['wandb'],
    parameters: { model_name: 'distilbert-base-uncased', warmup_steps: '500' },
  },
  {
    what: 'click',
    files: {
      'src/train.py': `
import click
import mxnet as mx

DEFAULT_LR = 0.05

@click.command()
@click.option("--epochs", "-e", default=5, show_default=True)
@click.option("--lr", type=float, default=DEFAULT_LR, help="rate")
@click.option("--momentum", required=True, type=float)
@click.option("--shuffle/--no-shuffle", default=True)
@click.option("--verbose", is_flag=True, default=False)
def main(epochs, lr, momentum, shuffle, verbose):
    click.echo(f"acc {acc}")

if __name__ == '__main__':
    main()
`,
      'src/__init__.py': '',
    },
    entryPoint: 'src/train.py',
    framework: 'mxnet',
    packages: ['click'],
    parameters: { epochs: '5', lr: '0.05', momentum: '' },
  },
  {
    what: 'Hydra with its file',
    files: {
      'train.py': `
import hydra, torch
from omegaconf import DictConfig
@hydra.main(version_base=None, config_path="conf", config_name="config")
def main(cfg: DictConfig): ...
if __name__ == "__main__":
    main()
`,
      'conf/config.yaml': `
defaults:
  - model: small
  - override hydra/launcher: basic
epochs: 12   # enough
name: "run one"
optimizer:
  lr: 3e-4
  betas: [0.9, 0.999]
  schedule:
    warmup: 100
data: \${oc.env:DATA}
hydra:
  run:
    dir: out
out: ???
`,
    },
    framework: 'pytorch',
    packages: ['hydra-core', 'omegaconf'],
    parameters: { epochs: '12', name: 'run one', 'optimizer.lr': '3e-4', 'optimizer.schedule.warmup': '100' },
  },
  {
    what: 'absl flags',
    files: {
      'train.py': `
from absl import app, flags
import tensorflow as tf
flags.DEFINE_integer('train_steps', 1000, 'how many')
flags.DEFINE_float("dropout", 0.1, "")
flags.DEFINE_boolean('eager', True, '')
`,
    },
    framework: 'tensorflow',
    parameters: { train_steps: '1000', dropout: '0.1' },
  },
  {
    what: 'a program of several files, the entry named otherwise',
    files: {
      'model.py': 'import torch.nn as nn\nclass Net(nn.Module): pass',
      'utils/args.py': 'def add(p):\n    p.add_argument("--hidden", type=int, default=2 ** 7)',
      'utils/log.py': 'def show(m):\n    print(f"mIoU = {m:.3f}")',
      'cifar.py': `
from model import Net
from utils.args import add
from utils import log
import utils.log
if __name__ == '__main__':
    pass
`,
      'test_model.py': 'import pytest\nfrom model import Net\nif __name__ == "__main__": pytest.main()',
      'setup.py': 'from setuptools import setup\nsetup()',
    },
    entryPoint: 'cifar.py',
    framework: 'pytorch',
    parameters: { hidden: '128' },
    metrics: { miou: ['mIoU = 0.451', 0.451] },
  },
  {
    what: 'continued strings, walrus, types, async and decorators',
    files: {
      'train.py': `
import torch
parser.add_argument('--decay', type=float, default=-1.5,
                    help='a '
                         'b')
parser.add_argument('-b', type=int, default=8)
parser.add_argument('positional')
parser.add_argument('--layers', nargs='+', default=[1, 2])
parser.add_argument('--scheduler', choices=['cosine', 'step'], default='cosine')
parser.add_argument('--seed', type=int, default=None)
print('[step %d] ' 'lr=%.2e' % (step, lr))
if (n := 3) > 2: pass
async def f[T](x: T) -> T: await x
match n:
    case 3: pass
`,
    },
    framework: 'pytorch',
    parameters: { decay: '-1.5', b: '8', scheduler: 'cosine' },
    metrics: { lr: ['[step 3] lr=1.00e-04', 1e-4] },
  },
  {
    what: 'Python 2, which is not Python any more',
    files: {
      'train.py': 'import mxnet\nprint "loss: %f" % loss\nparser.add_argument("--gamma", default=0.9)\n',
    },
    framework: 'mxnet',
    parameters: { gamma: '0.9' },
  },
  {
    what: 'code that is cut off in the middle',
    files: {
      'train.py': `import torch\nparser.add_argument("--epochs", default=3)\nprint(f"loss {loss:.3f}")\ndef f(:\n  x = [1, {"a`,
    },
    framework: 'pytorch',
    parameters: { epochs: '3' },
    metrics: { loss: ['loss 0.125', 0.125] },
  },
  {
    what: 'what is printed and measures nothing',
    files: {
      'train.py': `
import torch
print(f"Saved to {path}")
print(f"took {time.time() - t:.2f} s, epoch {e}, step: {s}, batch {b:.0f}")
print("Loading", name)
print(json.dumps({"loss": loss}))
print(f"{loss}")
print()
`,
    },
    framework: 'pytorch',
    parameters: {},
    metrics: {},
  },
  {
    what: 'no Python at all',
    files: { 'train.mjs': 'console.log(1)', 'README.md': 'x' },
    parameters: {},
  },
];

const of = <Kind extends Proposal['kind']>(proposals: readonly Proposal[], kind: Kind) =>
  proposals.filter((each): each is Extract<Proposal, { kind: Kind }> => each.kind === kind);

const propose = (files: Record<string, string>) =>
  proposalsOf(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    Object.keys(files),
  );

describe.each(samples)('$what', ({ files, ...right }) => {
  const proposals = propose(files);

  it('is read right', () => {
    if (right.entryPoint !== undefined)
      expect(of(proposals, 'entryPoint').map(({ value }) => value)).toEqual([right.entryPoint]);
    expect(of(proposals, 'framework').map(({ framework }) => framework as string)).toEqual(
      right.framework === undefined ? [] : [right.framework],
    );
    expect(of(proposals, 'requirements').flatMap(({ packages }) => packages)).toEqual(right.packages ?? []);
    if (right.parameters)
      expect(
        Object.fromEntries(of(proposals, 'hyperparameter').map(({ name, value }) => [name, value])),
      ).toEqual(right.parameters);
  });

  it('gives patterns that read the lines it prints', () => {
    const metrics = new Map(of(proposals, 'metric').map(({ name, regex }) => [name, regex]));
    if (right.metrics && Object.keys(right.metrics).length === 0) expect([...metrics.keys()]).toEqual([]);
    for (const [name, [line, value]] of Object.entries(right.metrics ?? {})) {
      const compiled = compileMetricRegex(metrics.get(name) ?? '');
      expect(compiled.ok && compiled.match(line), `${name}: ${metrics.get(name)}`).toBe(value);
    }
  });
});

describe('whatever is dropped', () => {
  it('a requirements.txt of one’s own stands as it is', () => {
    const files = { 'train.py': 'import torch, wandb', 'requirements.txt': '' };
    expect(of(propose(files), 'requirements')).toEqual([]);
  });

  it.each([
    ['nothing but brackets', '('.repeat(300_000)],
    ['deep lists', `x = ${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['deep calls', `${'f('.repeat(50_000)}1${')'.repeat(50_000)}`],
    [
      'deep blocks',
      Array.from({ length: 3_000 }, (_, depth) => `${' '.repeat(depth % 400)}if x:`).join('\n'),
    ],
    [
      'bytes of a picture',
      String.fromCharCode(...Array.from({ length: 60_000 }, (_, i) => (i * 7919) % 65_536)),
    ],
    ['one line', `x = "${'a'.repeat(500_000)}"`],
    ['many calls', 'p.add_argument("--a", default=1)\n'.repeat(10_000)],
    ['a long f-string', `print(f"${'loss {x:.3f} '.repeat(20_000)}")`],
    ['unclosed texts', 'print(f"loss {'.repeat(20_000)],
    ['percent signs', `print("${'%'.repeat(100_000)}" % x)`],
  ])('ends, and proposes what can be launched: %s', (_, text) => {
    const proposals = propose({ 'train.py': `import torch\n${text}` });
    expect(of(proposals, 'metric').length).toBeLessThanOrEqual(20);
    for (const { regex } of of(proposals, 'metric')) expect(regex.length).toBeLessThanOrEqual(500);
  });

  it('throws at no text, of letters that Python means something by', () => {
    const piece = fc.constantFrom(
      ...[
        'print(',
        'f"',
        "'''",
        '{x:.3f}',
        '%d',
        '.format(',
        ')',
        '"',
        '\n',
        '  ',
        'import torch',
        'loss: ',
        ',',
        '@',
      ],
      ...[
        'p.add_argument(',
        '"--lr"',
        'default=',
        '1e-3',
        '[',
        ']',
        '{',
        '}',
        ':',
        'if __name__ == "__main__"',
        '\\',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.string({ unit: 'binary' }), (pieces, odd) => {
        expect(Array.isArray(propose({ 'train.py': pieces.join('') + odd, 'c.yaml': odd }))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
