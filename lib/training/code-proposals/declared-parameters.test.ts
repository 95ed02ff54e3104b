/** Scripts whose command line a tool makes of a function or a class, and what is proposed for each. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proposalsOf } from './proposals-of';

interface Sample {
  what: string;
  files: Record<string, string>;
  parameters: Record<string, string>;
  /** What the notes of some of them say. */
  notes?: Record<string, RegExp>;
}

const samples: Sample[] = [
  {
    what: 'typer, with options, annotations, switches and an argument',
    files: {
      'train.py': `
import typer
from typing import Annotated, Optional
import torch
LR = 3e-4
def main(
    data: str,
    epochs: int = 5,
    batch_size: int = typer.Option(64, "--batch-size", "-b", help="how many"),
    lr: float = typer.Option(LR, help="rate"),
    momentum: float = typer.Option(...),
    optimizer: Annotated[str, typer.Option("--optim", help="which")] = "adam",
    where: Annotated[str, typer.Argument()] = "here",
    amp: bool = False,
    layers: list[int] = [1, 2],
    warmup: Optional[int] = None,
    **kwargs,
) -> None:
    """Trains."""
if __name__ == "__main__":
    typer.run(main)
`,
    },
    parameters: { epochs: '5', 'batch-size': '64', lr: '0.0003', momentum: '', optim: 'adam' },
    notes: { momentum: /^required/ },
  },
  {
    what: 'a typer app of one command',
    files: {
      'cli.py': `
import typer
app = typer.Typer()
@app.command()
def train(ctx: typer.Context, hidden_units: int = 2 ** 7): ...
def helper(other: int = 3): ...
if __name__ == "__main__":
    app()
`,
    },
    parameters: { 'hidden-units': '128' },
  },
  {
    what: 'a typer app of two commands, of which SageMaker names none',
    files: {
      'cli.py': `
import typer
app = typer.Typer()
@app.command()
def train(epochs: int = 2): ...
@app.command()
def evaluate(k: int = 3): ...
app()
`,
    },
    parameters: {},
  },
  {
    what: 'another run in a file that imports typer',
    files: {
      'train.py': 'import typer, asyncio\nasync def main(epochs: int = 3): ...\nasyncio.run(main())\n',
    },
    parameters: {},
  },
  {
    what: 'fire on a function of another file',
    files: {
      'main.py': `
import fire
from loop import train
if __name__ == '__main__':
    fire.Fire(train)
`,
      'loop.py': `
def train(dataset, epochs=3, *, lr=0.01, shuffle=True, name: str = 'run one', sizes=(1, 2), seed=None):
    pass
def other(x=1): pass
`,
    },
    parameters: { dataset: '', epochs: '3', lr: '0.01', shuffle: 'True', name: 'run one' },
  },
  {
    what: 'fire on a table of commands',
    files: { 'main.py': "import fire\ndef train(epochs=3): pass\nfire.Fire({'train': train})\n" },
    parameters: {},
  },
  {
    what: 'HfArgumentParser with dataclasses, one of them elsewhere and one extended',
    files: {
      'run_clm.py': `
import transformers
from dataclasses import dataclass, field
from typing import Optional
from arguments import ModelArguments, BaseArguments

@dataclass
class DataArguments(BaseArguments):
    """Of the data."""
    dataset_name: Optional[str] = field(default=None, metadata={"help": "which"})
    block_size: int = field(default=1024, metadata={"help": "tokens, \\"at most\\""})
    streaming: bool = field(default=False)
    columns: list = field(default_factory=list)
    cached = 3
    _hidden: int = 1
    seen: int = field(init=False, default=0)

def main():
    parser = transformers.HfArgumentParser((ModelArguments, DataArguments, transformers.TrainingArguments))
    model_args, data_args, training_args = parser.parse_args_into_dataclasses()

if __name__ == "__main__":
    main()
`,
      'arguments.py': `
from dataclasses import dataclass, field
@dataclass
class BaseArguments:
    validation_split: float = 0.05
@dataclass
class ModelArguments:
    model_name_or_path: str
    lora_rank: int = field(default=8)
    output_dir: str = "/opt/ml/model"
@dataclass
class Unused:
    nothing: int = 1
`,
    },
    parameters: {
      model_name_or_path: '',
      lora_rank: '8',
      block_size: '1024',
      streaming: 'false',
      validation_split: '0.05',
    },
    notes: { model_name_or_path: /^required, without a default$/ },
  },
  {
    what: 'simple_parsing beside argparse',
    files: {
      'train.py': `
from dataclasses import dataclass
from simple_parsing import ArgumentParser
import torch
@dataclass
class Options:
    learning_rate: float = 1e-4
    logged: bool = True
parser = ArgumentParser()
parser.add_argument("--epochs", type=int, default=2)
parser.add_arguments(Options, dest="options")
`,
    },
    parameters: { epochs: '2', learning_rate: '0.0001', logged: 'true' },
  },
  {
    what: 'tyro, jsonargparse, pyrallis and Tap, each in its way',
    files: {
      'train.py': `
from dataclasses import dataclass
import tyro, jsonargparse, pyrallis
from tap import Tap
import other
@dataclass
class A:
    batch_size: int = 4
    verbose: bool = False
def fit(weight_decay: float = 0.1, quick: bool = True): ...
@dataclass
class B:
    gamma: float = 0.9
class Args(Tap):
    alpha: float = 0.5
    on: bool = False
a = tyro.cli(A)
jsonargparse.CLI(fit)
b = pyrallis.parse(config_class=B)
`,
    },
    parameters: { 'batch-size': '4', weight_decay: '0.1', quick: 'true', gamma: '0.9', alpha: '0.5' },
  },
  {
    what: 'pydantic settings of the environment, of SageMaker’s, and of a command line',
    files: {
      'train.py': `
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict, CliApp
class Plain(BaseSettings):
    epochs: int = 3
class Named(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="sm_hp_")
    lr: float = Field(0.01, gt=0)
    dropout: float = Field(default=0.2)
    rate: float = Field(...)
class Given(BaseSettings, cli_parse_args=True):
    steps: int = 100
`,
    },
    parameters: { epochs: '3', lr: '0.01', dropout: '0.2', rate: '', steps: '100' },
    notes: {
      epochs: /env_prefix='SM_HP_'/,
      lr: /^read from the environment, as SM_HP_…$/,
      rate: /^required, without a default; read from/,
      steps: /^$/,
    },
  },
  {
    what: 'a dataclass that nothing reads, in a script that takes nothing else',
    files: {
      'train.py': `
from dataclasses import dataclass
@dataclass
class TrainConfig:
    epochs: int = 7
    path: str = "s3://bucket/x"
    must: int
@dataclass
class Batch:
    size: int = 3
`,
    },
    parameters: { epochs: '7' },
    notes: { epochs: /has to take it/ },
  },
  {
    what: 'a dataclass beside argparse, which is what is taken',
    files: {
      'train.py': `
from dataclasses import dataclass
@dataclass
class Config:
    epochs: int = 7
parser.add_argument("--lr", default=0.1)
`,
    },
    parameters: { lr: '0.1' },
  },
  {
    what: 'flags of TensorFlow 1 and of its compatible module',
    files: {
      'train.py': `
import tensorflow as tf
tf.app.flags.DEFINE_integer('max_steps', 1_000, 'how many')
tf.compat.v1.flags.DEFINE_float('decay', 0.5, 'x')
flags.DEFINE_bool('fast', True, 'a switch')
flags.DEFINE_list('names', ['a'], 'several')
`,
    },
    parameters: { max_steps: '1000', decay: '0.5' },
  },
];

const propose = (files: Record<string, string>) =>
  proposalsOf(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    Object.keys(files),
  ).flatMap((each) => (each.kind === 'hyperparameter' ? [each] : []));

describe.each(samples)('$what', ({ files, parameters, notes = {} }) => {
  it('is read right', () => {
    const proposals = propose(files);
    expect(Object.fromEntries(proposals.map(({ name, value }) => [name, value]))).toEqual(parameters);
    for (const [name, note] of Object.entries(notes))
      expect(proposals.find((each) => each.name === name)?.note ?? '', name).toMatch(note);
  });
});

it('says where it was found, in the file that declares it', () => {
  const [found] = propose({
    'main.py': 'import fire\nfrom loop import train\nfire.Fire(train)\n',
    'loop.py': '\ndef train(\n    epochs=3,\n): pass\n',
  });
  expect(found?.where).toBe('loop.py, line 3');
});

describe('whatever is dropped', () => {
  const fields = (count: number) =>
    Array.from({ length: count }, (_, index) => `    a${index}: int = ${index}`).join('\n');
  it.each([
    ['classes that extend one another', 'class A(B):\n  x: int = 1\nclass B(A):\n  y: int = 2\nfire.Fire(A)'],
    ['a class that extends itself', 'class A(A, A):\n  x: int = 1\nfire.Fire(A)'],
    ['a class of many fields', `@dataclass\nclass Args:\n${fields(20_000)}\nHfArgumentParser(Args)`],
    ['many classes', 'class A(Tap):\n  x: int = 1\n'.repeat(5_000)],
    [
      'many parameters',
      `def f(${Array.from({ length: 5_000 }, (_, at) => `a${at}=1`).join(', ')}): pass\nfire.Fire(f)`,
    ],
    ['many calls on one class', `class A:\n${fields(100)}\n${'fire.Fire(A)\n'.repeat(5_000)}`],
    [
      'names of objects',
      'def constructor(__proto__=1, toString=2, hasOwnProperty=3): pass\nfire.Fire(constructor)',
    ],
    ['what is cut off', 'class A(\nfire.Fire(A\ndef f(x=\nfire.Fire(f)\n@dataclass\nclass'],
    [
      'lambdas and nested definitions',
      'fire.Fire(lambda x=1: x)\ndef f(a=lambda b=1: b):\n  def g(c=2): pass\nfire.Fire(f)',
    ],
  ])('ends, and proposes no more than a form has: %s', (_, text) => {
    const proposals = propose({ 'train.py': `import fire, transformers, tap\n${text}` });
    expect(proposals.length).toBeLessThanOrEqual(60);
    for (const { name } of proposals) expect(name).toMatch(/^[A-Za-z][\w.-]*$/);
  });

  it('throws at no text of definitions', () => {
    const piece = fc.constantFrom(
      ...[
        'class A',
        'def f',
        '(',
        ')',
        ':',
        '\n',
        '    ',
        'x',
        ': int',
        ' = ',
        '1',
        'field(',
        'default=',
        '@dataclass\n',
      ],
      ...[
        'fire.Fire(',
        'A',
        'f',
        ', ',
        '*',
        '**',
        'Annotated[',
        ']',
        'typer.Option(',
        '"--x"',
        '...',
        'import fire\n',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(Array.isArray(propose({ 'train.py': pieces.join('') }))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
