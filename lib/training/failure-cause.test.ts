import { describe, expect, it } from 'vitest';
import { failureCause, lineOfCause } from './failure-cause';

describe('what a failure reason says went wrong', () => {
  it.each([
    [
      'AlgorithmError: ExecuteUserScriptError:\nExitCode 1\nErrorMessage "Traceback (most recent call last):\n  File "train.py", line 3, in <module>\nValueError: bad shape (3, 4)\n"\nCommand "/usr/bin/python3 train.py --epochs 3"',
      'ValueError: bad shape (3, 4)',
    ],
    [
      'AlgorithmError: ExecuteUserScriptError:\nExitCode 137\nErrorMessage ""\nExtraInfo "OutOfMemory: Process killed by SIGKILL (signal 9)"\nCommand "python3 train.py"',
      'OutOfMemory: Process killed by SIGKILL (signal 9)',
    ],
    [
      'AlgorithmError: ExecuteUserScriptError:\nExitCode 1\nErrorMessage "torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB"\nCommand "python3 t.py"',
      'torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB',
    ],
    [
      'AlgorithmError: ExecuteUserScriptError:\nExitCode 2\nErrorMessage "usage: train.py [-h]\ntrain.py: error: unrecognized arguments: --lr"\nCommand "python3 train.py --lr 1"',
      'train.py: error: unrecognized arguments: --lr',
    ],
    [
      'AlgorithmError: ExecuteUserScriptError:\nExitCode 1\nErrorMessage "file:///opt/ml/code/fail.mjs:3\nthrow new Error(1);\n\nError: the labels do not fit\n    at file:///opt/ml/code/fail.mjs:3:7\n\nNode.js v20.20.2"\nCommand "node fail.mjs"',
      'Error: the labels do not fit',
    ],
    ['ClientError: Data download failed: NoSuchKey', 'Data download failed: NoSuchKey'],
    ['AlgorithmError: , exit code: 1', ', exit code: 1'],
    [
      'InternalServerError: We encountered an internal error. Please try again.',
      'InternalServerError: We encountered an internal error. Please try again.',
    ],
    [
      'CapacityError: Unable to provision requested ML compute capacity.',
      'CapacityError: Unable to provision requested ML compute capacity.',
    ],
    ['', undefined],
    [undefined, undefined],
  ])('%j', (reason, cause) => {
    expect(failureCause(reason)).toBe(cause);
  });

  it('is cut where it is long, and takes linear time on hostile text', () => {
    expect(failureCause(`AlgorithmError: ${'x'.repeat(5_000)}`)).toHaveLength(200);
    expect(failureCause(`ErrorMessage "${'" '.repeat(20_000)}`)).toBeDefined();
  });

  it('is found in the log, at its last line that says it', () => {
    const lines = ['ValueError: bad', 'on it goes', 'Traceback', 'ValueError: bad'].map(
      (message, sequence) => ({
        sequence,
        message,
      }),
    );
    expect(lineOfCause(lines, 'ValueError: bad')).toBe(3);
    expect(lineOfCause(lines, 'OutOfMemory')).toBeUndefined();
  });
});
