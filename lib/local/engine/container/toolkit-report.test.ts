import { describe, expect, it } from 'vitest';
import { failureText, lastWholeLines } from './toolkit-report';

describe('lastWholeLines', () => {
  it('keeps all that fits', () => {
    expect(lastWholeLines(['one', 'two'], 7)).toBe('one\ntwo');
  });

  it('leaves out a line that it could only keep a part of', () => {
    expect(lastWholeLines(['a first line', 'two', 'three'], 12)).toBe('two\nthree');
  });

  it('keeps the end of a last line that is too long by itself', () => {
    expect(lastWholeLines(['one', 'abcdefgh'], 5)).toBe('defgh');
  });

  it('keeps nothing of nothing', () => {
    expect(lastWholeLines([], 5)).toBe('');
  });
});

describe('failureText', () => {
  const command = {
    program: '/somewhere/bin/node',
    shown: 'node',
    args: ['train.mjs', '--epochs', '3'],
    cwd: '/opt/ml/code',
  };

  it('quotes the script and names its command, as the training toolkit does', () => {
    expect(failureText('ExecuteUserScriptError', { code: 2, signal: null }, 'Error: no', command)).toBe(
      'ExecuteUserScriptError:\nExitCode 2\nErrorMessage "Error: no"\nCommand "node train.mjs --epochs 3"',
    );
  });

  it('takes a SIGKILL for a lack of memory', () => {
    const text = failureText('ExecuteUserScriptError', { code: null, signal: 'SIGKILL' }, '', command);
    expect(text).toContain('ExitCode 137');
    expect(text).toContain('ExtraInfo "OutOfMemory');
  });
});
