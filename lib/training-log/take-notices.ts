/** Takes what a line says besides values: what is planned, saved, resumed; what begins and ends. */
import { type AttemptDraft, countsOfSeries } from './drafts';
import { type LineFacts } from './facts';
import { type LineEvidence, type TrainingLogLine } from './model';
import { type Notices, type ResumeWords } from './notices';
import { finish, hasPosition, latestSeries } from './positions';

const MAX_SAVED = 200;
const MAX_RESUMES = 100;

/** @returns whether the model changed */
export const takeNotices = (attempt: AttemptDraft, facts: LineFacts, line: TrainingLogLine): boolean => {
  const { notices } = facts;
  if (!notices) return false;
  let changed = false;
  const { cues } = attempt;
  const had = hasPosition(attempt);
  if (notices.plan) {
    takePlan(attempt, notices.plan);
    changed = true;
  }
  if (notices.resume && (!had || attempt.resumes.length === 0 || isUntouched(attempt))) {
    if (!had && attempt.resumes.length < MAX_RESUMES) {
      attempt.resumes.push({
        words: notices.resume,
        evidence: evidenceOf(KINDS[notices.resume.kind], facts.text, line),
      });
      changed = true;
    }
  }
  if (notices.saved) changed = takeSaved(attempt, notices.saved, facts, line) || changed;
  if (notices.begins) cues.begins = true;
  if (notices.label !== undefined && had) cues.label = notices.label;
  else if (notices.label !== undefined) latestSeries(attempt).label ??= notices.label;
  if (notices.restarts) cues.restarts = true;
  if (notices.best) cues.best = true;
  if (notices.evaluates) cues.evaluates = notices.evaluates;
  if (notices.ends && had && !facts.mark) changed = takeEnd(attempt, facts, line) || changed;
  else if (notices.ends && /train_runtime/.test(facts.text))
    changed = takeEnd(attempt, facts, line) || changed;
  return changed;
};

const KINDS: Record<ResumeWords['kind'], LineEvidence['kind']> = {
  resumed: 'says-resumed',
  loaded: 'says-loaded',
  'nothing-found': 'says-nothing-found',
  'from-scratch': 'says-from-scratch',
  left: 'says-left',
};

export const evidenceOf = (
  kind: LineEvidence['kind'],
  text: string,
  { sequence, at }: { sequence: number; at: number },
): LineEvidence => ({ kind, line: sequence, at, text: text.slice(0, 300) });

/** Only an announcement came yet: what is loaded now may still be what training goes on from. */
const isUntouched = (attempt: AttemptDraft): boolean => {
  const series = latestSeries(attempt);
  return attempt.series.length === 1 && series.current !== undefined && series.points.length === 0;
};

const takePlan = (attempt: AttemptDraft, plan: NonNullable<Notices['plan']>): void => {
  for (const unit of ['epochs', 'steps', 'rounds'] as const) {
    const value = plan[unit];
    if (value === undefined) continue;
    const isKnown = attempt.plan[unit] !== undefined && !attempt.plan.weak.has(unit);
    if (plan.weak && isKnown) continue;
    attempt.plan[unit] = value;
    if (plan.weak) attempt.plan.weak.add(unit);
    else attempt.plan.weak.delete(unit);
  }
};

const takeSaved = (
  attempt: AttemptDraft,
  saved: NonNullable<Notices['saved']>,
  facts: LineFacts,
  line: TrainingLogLine,
): boolean => {
  const series = latestSeries(attempt);
  const { current } = series;
  if (current && !current.done && (current.part > 0 || current.metrics.size > 0) && !series.fractional) {
    const named = saved.epoch ?? epochInName(saved.name);
    const isOfOneBefore = named === current.number || (named === current.number + 1 && series.epochs.has(0));
    if (named !== undefined && isOfOneBefore) finish(current, line);
  }
  const raw = current ? current.number + current.part : series.steps?.last;
  if (attempt.saved.length >= MAX_SAVED) attempt.saved.shift();
  attempt.saved.push({
    ...saved,
    ...(raw !== undefined && countsOfSeries(series) && { raw }),
    at: line.at,
    line: line.sequence,
    text: facts.text.slice(0, 300),
  });
  return true;
};

/** The epoch that a saved file is named after; a bare number may be a step. */
const epochInName = (name: string | undefined): number | undefined => {
  const digits =
    name === undefined
      ? undefined
      : (/epochs?[-_=]?(\d{1,7})(?!\d)/i.exec(name)?.[1] ??
        /[-_.](\d{1,4})(?:\.[a-z]\w{0,12})?$/i.exec(name)?.[1]);
  return digits === undefined ? undefined : Number(digits);
};

const takeEnd = (attempt: AttemptDraft, facts: LineFacts, line: TrainingLogLine): boolean => {
  const series = latestSeries(attempt);
  series.ended = true;
  attempt.ended = evidenceOf('says-ended', facts.text, line);
  const { current } = series;
  if (
    current &&
    !current.done &&
    (current.part > 0.5 || (current.metrics.size > 0 && current.steps === undefined))
  ) {
    finish(current, line);
  }
  return true;
};
