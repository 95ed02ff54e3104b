/**
 * Runs a job's metric definitions on text. Anyone may have written them, so they never run on a backtracking
 * engine: RE2 takes time in proportion to the text.
 */
import { RE2JS, RE2JSException } from 're2js';
import { MAX_REGEX_PROGRAM, matchedCharacters, regexProgramBound } from '../regex/regex-size';
import { type MetricDefinition } from './training-job';

/** CreateTrainingJob, MetricDefinition.Regex. */
export const MAX_REGEX_CHARACTERS = 500;

export type CompiledMetricRegex =
  /** The number in the first group that took part, or undefined where the line has none. */
  { ok: true; match(line: string): number | undefined; program: number } | { ok: false; message: string };

export const compileMetricRegex = (regex: string): CompiledMetricRegex => {
  if (regex === '') return { ok: false, message: 'The regular expression is empty.' };
  if (regex.length > MAX_REGEX_CHARACTERS) {
    return {
      ok: false,
      message: `It has ${regex.length} characters; SageMaker takes ${MAX_REGEX_CHARACTERS}.`,
    };
  }
  const program = regexProgramBound(regex);
  if (program > MAX_REGEX_PROGRAM) {
    return {
      ok: false,
      message: 'Its repetitions and character classes make it too large to run: use smaller counts.',
    };
  }
  try {
    const compiled = RE2JS.compile(regex);
    if (compiled.groupCount() === 0) {
      return {
        ok: false,
        message: 'It has no group: put the number in parentheses, as in "loss: ([0-9.]+)".',
      };
    }
    const characters = matchedCharacters(program);
    return { ok: true, program, match: (line) => numberIn(compiled, line.slice(0, characters)) };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return { ok: false, message: `It cannot be read here: ${error.message}.` };
  }
};

const numberIn = (compiled: RE2JS, line: string): number | undefined => {
  const matcher = compiled.matcher(line);
  if (!matcher.find()) return undefined;
  for (let group = 1; group <= compiled.groupCount(); group++) {
    const text = matcher.group(group)?.trim();
    if (text === undefined) continue;
    return NUMBER.test(text) ? finite(Number(text)) : undefined;
  }
  return undefined;
};

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
const finite = (value: number) => (Number.isFinite(value) ? value : undefined);

export interface MetricTrial {
  name: string;
  /** Why the regex cannot be used; absent if it can. */
  problem?: string;
  /** Each line that it finds a number in; lines count from 1. */
  matches: { line: number; value: number }[];
  /** Where not all lines could be tried: how many were. */
  linesTried?: number;
}

const MAX_TRIAL_LINES = 1000;
/** Instructions times characters of all patterns over all lines: what keeps a paste from freezing the page. */
const MAX_TRIAL_STEPS = 20_000_000;

/** What each definition finds in a pasted piece of log. */
export const tryMetricDefinitions = (
  definitions: readonly MetricDefinition[],
  text: string,
): MetricTrial[] => {
  const lines = text.split(/\r?\n/, MAX_TRIAL_LINES + 1);
  const stepsEach = MAX_TRIAL_STEPS / Math.max(1, definitions.length);
  return definitions.map(({ name, regex }) => {
    const compiled = compileMetricRegex(regex);
    if (!compiled.ok) return { name, problem: compiled.message, matches: [] };
    const matches: MetricTrial['matches'] = [];
    let steps = 0;
    for (const [index, line] of lines.entries()) {
      if (index === MAX_TRIAL_LINES || steps > stepsEach) return { name, matches, linesTried: index };
      const value = compiled.match(line);
      if (value !== undefined) matches.push({ line: index + 1, value });
      steps += compiled.program * Math.min(line.length, matchedCharacters(compiled.program));
    }
    return { name, matches };
  });
};
