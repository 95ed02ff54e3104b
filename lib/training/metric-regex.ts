/**
 * Runs a job's metric definitions on text. Anyone may have written them, so they never run on a backtracking
 * engine: RE2 takes time in proportion to the text.
 */
import { RE2JS, RE2JSException } from 're2js';
import { type MetricDefinition } from './training-job';

/** CreateTrainingJob, MetricDefinition.Regex. */
export const MAX_REGEX_CHARACTERS = 500;
/** A bounded text keeps a paste of a whole log from freezing the page; a longer line is matched at its start. */
const MAX_LINE_CHARACTERS = 16_384;
const MAX_PROGRAM = 10_000;

export type CompiledMetricRegex =
  /** The number in the first group that took part, or undefined where the line has none. */
  { ok: true; match(line: string): number | undefined } | { ok: false; message: string };

export const compileMetricRegex = (regex: string): CompiledMetricRegex => {
  if (regex === '') return { ok: false, message: 'The regular expression is empty.' };
  if (regex.length > MAX_REGEX_CHARACTERS) {
    return {
      ok: false,
      message: `It has ${regex.length} characters; SageMaker takes ${MAX_REGEX_CHARACTERS}.`,
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
    if (compiled.programSize() > MAX_PROGRAM) {
      return { ok: false, message: 'Its repetitions make it too large to run: use smaller counts.' };
    }
    return { ok: true, match: (line) => numberIn(compiled, line) };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return { ok: false, message: `It cannot be read here: ${error.message}.` };
  }
};

const numberIn = (compiled: RE2JS, line: string): number | undefined => {
  const matcher = compiled.matcher(line.slice(0, MAX_LINE_CHARACTERS));
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
}

/** What each definition finds in a pasted piece of log. */
export const tryMetricDefinitions = (
  definitions: readonly MetricDefinition[],
  text: string,
): MetricTrial[] => {
  const lines = text.split(/\r?\n/).slice(0, MAX_TRIAL_LINES);
  return definitions.map(({ name, regex }) => {
    const compiled = compileMetricRegex(regex);
    if (!compiled.ok) return { name, problem: compiled.message, matches: [] };
    return {
      name,
      matches: lines.flatMap((line, index) => {
        const value = compiled.match(line);
        return value === undefined ? [] : [{ line: index + 1, value }];
      }),
    };
  });
};

const MAX_TRIAL_LINES = 1000;
