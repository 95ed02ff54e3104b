import { describe, expect, it } from 'vitest';
import { dumpPythonJson, parsePythonJson, printPython } from './python-value';
import { mapStrings, readScriptHyperparameters, toArguments } from './script-hyperparameters';

const argumentsOf = (sent: Record<string, string>) => toArguments(readScriptHyperparameters(sent).user);

describe('command-line arguments', () => {
  it('are sorted, one dash for one letter, without the toolkit’s own', () => {
    expect(
      argumentsOf({ epochs: '"5"', 'batch-size': '256', n: '1', sagemaker_program: '"train.py"', Zeta: '2' }),
    ).toEqual(['--Zeta', '2', '--batch-size', '256', '--epochs', '5', '-n', '1']);
  });

  // Expected values printed by Python 3.11: json.loads, then str().
  it.each([
    ['true', 'True'],
    ['false', 'False'],
    ['null', ''],
    ['0.001', '0.001'],
    ['1.0', '1.0'],
    ['1e-5', '1e-05'],
    ['1e16', '1e+16'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['[1, "a", true, null, 2.50]', "[1, 'a', True, None, 2.5]"],
    ['["it\'s"]', '["it\'s"]'],
    ['{"b": 1, "a": "x"}', 'a=x,b=1'],
    ['{"a": {"c": "d"}}', "a={'c': 'd'}"],
    ['not json', 'not json'],
    ['s3://bucket/key', 's3://bucket/key'],
    ['""', ''],
    ['{"key": "12"}', 'key=12'],
  ])('%s becomes %s', (sent, expected) => {
    expect(argumentsOf({ value: sent })).toEqual(['--value', expected]);
  });
});

describe('JSON of variables', () => {
  it('is compact, sorted, ASCII, and keeps floats as Python prints them', () => {
    expect(
      dumpPythonJson(parsePythonJson('{"b": [1, 2.0, 1e-7], "a": "ä\\n", "B": {"y": null, "x": "1.0"}}')),
    ).toBe('{"B":{"x":"1.0","y":null},"a":"\\u00e4\\n","b":[1,2.0,1e-07]}');
  });

  it('leaves digits within strings alone', () => {
    expect(printPython(parsePythonJson('["a 1.50 \\" 2.0"]'))).toBe(`['a 1.50 " 2.0']`);
  });
});

describe('strings within a value', () => {
  it('are changed at every depth', () => {
    const value = parsePythonJson('{"a": ["x", {"b": "x"}], "c": 1, "d": null}');
    expect(dumpPythonJson(mapStrings(value, (text) => text.toUpperCase()))).toBe(
      '{"a":["X",{"b":"X"}],"c":1,"d":null}',
    );
  });
});
