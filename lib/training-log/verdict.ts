/** Judges, attempt by attempt, whether it resumed, from where, and how that is known. When in doubt: cannot tell. */
import { type AttemptDraft } from './drafts';
import { findStored, type Said, saidBy, type Stored, storedOf } from './loaded';
import {
  type HowKnown,
  type LineEvidence,
  type ResumeModel,
  type StoredBefore,
  type WouldTell,
} from './model';
import { firstPrinted, firstSeries, likeness, type Start, startOf } from './numbers';
import { positionsOf, type Scale } from './scale';
import { evidenceOf } from './take-notices';
import { type NamedCheckpoint, positionInName } from './checkpoint-names';

/** An attempt that came before, as far as it is known. */
export interface Before {
  draft: AttemptDraft;
  reached: number;
  planned?: number;
}

export interface Judged {
  resume: ResumeModel;
  /** To be added to the printed numbers. */
  shift: number;
}

const NEAR = 0.02;

export const judge = (
  attempt: number,
  draft: AttemptDraft,
  before: readonly Before[],
  scale: Scale,
  storedBefore: StoredBefore | undefined,
  planned: number | undefined,
): Judged => {
  const last = before.at(-1);
  const reference = before.find(({ draft: other }) => firstSeries(other) !== undefined)?.draft;
  const stored = storedOf(storedBefore);
  const said = saidBy(draft, before[0]?.draft, stored, scale, last?.planned ?? planned);
  const start = startOf(draft, reference, scale);
  const reached = last?.reached ?? 0;
  const evidence = evidenceFor(draft, last?.draft, said);
  const judgement = decide({
    draft,
    before,
    said,
    start,
    stored,
    scale,
    reached,
    planned: last?.planned ?? planned,
  });
  return finishJudgement(attempt, judgement, { said, stored, scale, reached, evidence });
};

/**
 * Where a job's first attempt began: at 0, or behind what another job had trained, whose checkpoint it took up. A single
 * line that names a late epoch shows nothing: the log may print every tenth.
 */
export const beginningOf = (draft: AttemptDraft, scale: Scale, planned: number | undefined): number => {
  const start = startOf(draft, undefined, scale);
  if (!start || start.atBase) return 0;
  const said = saidBy(draft, draft, undefined, scale, planned);
  const inside = said.at.find((at) => at >= start.from - NEAR && at <= start.to + NEAR);
  if (said.resumed && inside !== undefined) return inside;
  return start.sparse || !printsOften(draft, scale) ? 0 : start.from;
};

const printsOften = (draft: AttemptDraft, { counts }: Scale): boolean => {
  const series = firstSeries(draft);
  return (counts === 'step' ? series?.steps?.second : series?.first?.second) !== undefined;
};

interface Question {
  draft: AttemptDraft;
  before: readonly Before[];
  said: Said;
  start: Start | undefined;
  stored: Stored | undefined;
  scale: Scale;
  reached: number;
  planned: number | undefined;
}

interface Judgement {
  verdict: ResumeModel['verdict'];
  at?: number;
  how: HowKnown;
  shift: number;
  wouldTell: WouldTell[];
}

const resumed = (at: number | undefined, how: HowKnown, shift = 0): Judgement => ({
  verdict: 'resumed',
  ...(at !== undefined && { at }),
  how,
  shift,
  wouldTell: [],
});
const unknown = (...wouldTell: WouldTell[]): Judgement => ({
  verdict: 'cannot-tell',
  how: 'unknown',
  shift: 0,
  wouldTell,
});
const again = (verdict: 'from-scratch' | 'nothing-to-resume', how: HowKnown): Judgement => ({
  verdict,
  at: 0,
  how,
  shift: 0,
  wouldTell: [],
});

const decide = (question: Question): Judgement => {
  const { said, start, stored } = question;
  if (start && !start.atBase) return goesOn(question, start);
  const isNone = stored !== undefined && stored.complete && stored.checkpoints.length === 0;
  if (said.resumed && !(said.nothing && said.checkpoint === undefined)) {
    if (isNone && said.checkpoint === undefined && said.at.length === 0)
      return again('nothing-to-resume', 'checkpoint');
    return saysResumed(question, start);
  }
  if (isNone) return again('nothing-to-resume', 'checkpoint');
  if (start === undefined) {
    if (said.nothing || said.scratch) return beganAgain(question);
    return unknown('first-line', 'say-checkpoint');
  }
  const byPlan = leftByPlan(question);
  if (byPlan !== undefined) return resumed(byPlan, 'numbers', shiftOf(byPlan, question.scale));
  return beganAgain(question);
};

/** Its numbers go on behind the beginning. */
const goesOn = ({ said, stored, scale, reached }: Question, start: Start): Judgement => {
  const inside = (at: number) => at >= start.from - NEAR && at <= start.to + NEAR;
  const bySaid = said.at.find(inside);
  if (start.from === start.to) {
    // Announced as a whole epoch; words or a checkpoint may tell that it goes on within it.
    const within = said.at.find(
      (at) =>
        at > start.from + NEAR && at < start.from + 1 - NEAR && at <= reached + NEAR && !Number.isInteger(at),
    );
    return within === undefined ? resumed(start.from, 'numbers') : resumed(within, 'log');
  }
  if (bySaid !== undefined) return resumed(bySaid, 'log');
  const named =
    said.checkpoint === undefined
      ? undefined
      : ((stored && findStored(said.checkpoint, stored.checkpoints)) ?? nameOnly(said.checkpoint));
  const byName = named && positionsOf(named, scale).find(inside);
  if (byName !== undefined) return resumed(byName, 'checkpoint');
  const candidates = (stored?.checkpoints ?? [])
    .filter(({ whole }) => whole)
    .flatMap((checkpoint) => positionsOf(checkpoint, scale).filter(inside).slice(0, 1));
  if (candidates.length > 0) return resumed(Math.max(...candidates), 'checkpoint');
  return resumed(start.sparse ? undefined : start.from, 'numbers');
};

const nameOnly = (name: string): NamedCheckpoint => ({
  name,
  files: [],
  whole: true,
  ...positionInName(name),
});

/** Where it says that it took up: by its words, by the name of what it loaded, and by what is left of the plan. */
const placeSaid = ({ said, stored, scale, reached, planned, draft }: Question) => {
  const limit =
    scale.counts === 'step' || scale.fractional
      ? reached + NEAR
      : Math.max(reached, Math.ceil(reached)) + NEAR;
  const fits = (at: number) => at > 0 && at <= limit;
  const named =
    said.checkpoint === undefined
      ? undefined
      : ((stored && findStored(said.checkpoint, stored.checkpoints)) ?? nameOnly(said.checkpoint));
  const byName = named ? positionsOf(named, scale).filter(fits) : [];
  const byWords = said.at.filter(fits);
  const isNear = (at: number, others: readonly number[]) =>
    others.some((other) => Math.abs(at - other) <= NEAR);
  const agreed = byWords.find((at) => isNear(at, byName));
  const of = firstSeries(draft)?.first?.of;
  const byPlan =
    of !== undefined && planned !== undefined && planned > of && fits(planned - of)
      ? planned - of
      : undefined;
  const planAgreed = byPlan !== undefined && isNear(byPlan, [...byWords, ...byName]) ? byPlan : undefined;
  return { at: agreed ?? planAgreed ?? byWords[0] ?? byPlan ?? byName[0], isInWords: byWords.length > 0 };
};

/** It says that it took something up, though its numbers (if any) begin again: they count what is left. */
const saysResumed = (question: Question, start: Start | undefined): Judgement => {
  const { said, scale, draft, before } = question;
  const { at, isInWords } = placeSaid(question);
  if (start === undefined)
    return resumed(at, at === undefined ? 'unknown' : isInWords ? 'log' : 'checkpoint');
  const reference = before.find(({ draft: other }) => firstSeries(other) !== undefined)?.draft;
  const last = before.at(-1);
  const like = reference && last ? likeness(reference, last.draft, draft) : undefined;
  if (like !== undefined && like > 0.8) return { ...unknown('number-on', 'say-checkpoint') };
  if (at === undefined) {
    const saysMore = said.evidence.some(({ kind }) => kind === 'says-resumed');
    return saysMore || (like !== undefined && like < 0.5) || said.checkpoint !== undefined
      ? resumed(undefined, 'unknown')
      : unknown('number-on', 'say-checkpoint');
  }
  // Numbers that already lie where it says it goes on count on.
  const goesOnAt = printedStart(draft, scale);
  if (goesOnAt !== undefined && goesOnAt >= at - NEAR) return resumed(at, 'log');
  return resumed(at, isInWords ? 'log' : 'checkpoint', shiftOf(at, scale));
};

const printedStart = (draft: AttemptDraft, { counts, base, fractional }: Scale): number | undefined => {
  const series = firstSeries(draft);
  if (counts === 'step') return series?.steps?.first;
  const first = series?.first;
  return first && (fractional ? first.raw - base : first.number - base);
};

const shiftOf = (at: number, { counts, fractional }: Scale) =>
  counts === 'step' || fractional ? at : Math.floor(at + NEAR);

/** `Epoch 1/7` of a job of ten: three were done. */
const leftByPlan = ({ draft, planned, reached, stored, scale }: Question): number | undefined => {
  const of = firstSeries(draft)?.first?.of;
  if (of === undefined || planned === undefined || of >= planned || scale.counts === 'step') return undefined;
  const at = planned - of;
  if (at > Math.ceil(reached) + NEAR || at <= 0) return undefined;
  if (stored?.complete) {
    const isThere = stored.checkpoints.some((checkpoint) => {
      const positions = positionsOf(checkpoint, scale);
      return positions.length === 0 || positions.some((position) => Math.abs(position - at) <= NEAR);
    });
    if (!isThere) return undefined;
  }
  return at;
};

/** Its numbers begin again and nothing says that it resumed. */
const beganAgain = ({ draft, before, said, start, stored, scale }: Question): Judgement => {
  const last = before.at(-1);
  const saved = before.some(({ draft: other }) =>
    other.saved.some(({ text }) => /\/opt\/ml\/checkpoints/.test(text)),
  );
  const isThere = stored && stored.checkpoints.length > 0;
  const reference = before.find(({ draft: other }) => firstSeries(other) !== undefined)?.draft;
  const like = reference && last ? likeness(reference, last.draft, draft) : undefined;
  const mayBeThere = isThere === true || (stored === undefined && saved);
  if (said.nothing || said.scratch) {
    if (isThere) return again('from-scratch', 'log');
    if (stored !== undefined && !stored.complete) return unknown('checkpoint-list');
    if (stored === undefined && saved) return unknown('checkpoint-list');
    return said.nothing ? again('nothing-to-resume', 'log') : unknown('checkpoint-list');
  }
  if (!mayBeThere) return unknown('checkpoint-list', 'say-checkpoint');
  if (start === undefined) return unknown('first-line', 'say-checkpoint');
  if (like !== undefined && like >= 0.7 && like <= 1.6 && !mayBeBefore(draft, stored, scale)) {
    return isThere ? again('from-scratch', 'numbers') : unknown('checkpoint-list', 'say-checkpoint');
  }
  return unknown(
    'say-checkpoint',
    'number-on',
    ...(scale.counts === 'round' ? (['planned-total'] as const) : []),
  );
};

/** Whether a checkpoint lies before the first line printed: taken up from it, the log would begin with the same line. */
const mayBeBefore = (draft: AttemptDraft, stored: Stored | undefined, scale: Scale): boolean => {
  const first = firstPrinted(draft, scale);
  if (first === undefined) return true;
  return (stored?.checkpoints ?? [])
    .filter(({ whole }) => whole)
    .map((checkpoint) => positionsOf(checkpoint, scale))
    .some((possible) => possible.length > 0 && possible.every((at) => at > NEAR && at < first - NEAR));
};

interface Known {
  said: Said;
  stored: Stored | undefined;
  scale: Scale;
  reached: number;
  evidence: LineEvidence[];
}

const finishJudgement = (attempt: number, judgement: Judgement, facts: Known): Judged => {
  const { said, stored, scale, reached, evidence } = facts;
  const { verdict, at, how, wouldTell, shift } = judgement;
  const source = verdict === 'resumed' ? sourceOf(said, stored, scale, at, reached) : { fromSaid: false };
  const newest = stored?.checkpoints.filter(({ whole }) => whole).at(-1)?.name;
  return {
    shift,
    resume: {
      attempt,
      verdict,
      ...(at !== undefined && { at }),
      how,
      ...source,
      ...(source.newest === undefined && verdict === 'from-scratch' && newest !== undefined && { newest }),
      ...(at !== undefined && { lost: Math.max(0, tidy(reached - at)) }),
      evidence,
      wouldTell,
    },
  };
};

const tidy = (value: number) => Math.round(value * 1e9) / 1e9;

/** Which checkpoint was loaded, and whether a newer one was there. */
const sourceOf = (
  said: Said,
  stored: Stored | undefined,
  scale: Scale,
  at: number | undefined,
  reached: number,
): Pick<ResumeModel, 'from' | 'fromSaid' | 'older' | 'newest'> => {
  const whole = (stored?.checkpoints ?? []).filter((checkpoint) => checkpoint.whole);
  if (said.checkpoint !== undefined) {
    const own = findStored(said.checkpoint, stored?.checkpoints ?? []) ?? nameOnly(said.checkpoint);
    const newer = own && newerThan(own, whole);
    return {
      from: said.checkpoint,
      fromSaid: true,
      ...(stored && (newer || comparable(own, whole)) && { older: newer !== undefined }),
      ...(newer && { newest: newer.name }),
    };
  }
  if (at === undefined || at <= 0) return { fromSaid: false };
  const possible = (checkpoint: NamedCheckpoint) =>
    positionsOf(checkpoint, scale).filter((position) => position <= Math.ceil(reached) + NEAR);
  const isAt = (checkpoint: NamedCheckpoint) =>
    possible(checkpoint).some((position) => Math.abs(position - at) <= NEAR);
  const newest = whole.at(-1);
  if (!newest) return { fromSaid: false };
  if (isAt(newest)) return { from: newest.name, fromSaid: false, older: false };
  const found = whole.findLast(isAt);
  if (!found) return { fromSaid: false };
  const newer = newerThan(found, whole);
  const isClear =
    newer !== undefined &&
    possible(newer).every((position) => position > at + NEAR) &&
    possible(newer).length > 0;
  return { from: found.name, fromSaid: false, ...(isClear && { older: true, newest: newer.name }) };
};

const UNITS = ['step', 'epoch', 'round', 'bare'] as const;

const comparable = (own: NamedCheckpoint | undefined, all: readonly NamedCheckpoint[]) =>
  own !== undefined && all.length > 0 && UNITS.some((unit) => own[unit] !== undefined);

/** The newest checkpoint of the same unit beyond it. Best ones are kept beside the last one and are no newer ones. */
const newerThan = (own: NamedCheckpoint, all: readonly NamedCheckpoint[]): NamedCheckpoint | undefined => {
  const family = (name: string) => name.replace(/\d+(?:\.\d+)?/g, '#');
  for (const unit of UNITS) {
    const number = own[unit];
    if (number === undefined) continue;
    const newer = all.filter((other) => {
      const isSame = family(other.name) === family(own.name) || unit !== 'bare';
      return isSame && (other[unit] ?? -1) > number && !/best/i.test(other.name);
    });
    return newer.sort((a, b) => (a[unit] ?? 0) - (b[unit] ?? 0)).at(-1);
  }
  return undefined;
};

const evidenceFor = (draft: AttemptDraft, before: AttemptDraft | undefined, said: Said): LineEvidence[] => {
  const lines: LineEvidence[] = [];
  const saved = before?.saved.at(-1);
  if (saved) lines.push(evidenceOf('saved-before', saved.text, { sequence: saved.line, at: saved.at }));
  if (before?.lastLine) lines.push({ ...before.lastLine, kind: 'last-position-before' });
  lines.push(...said.evidence.slice(0, 20));
  const first = firstLineOf(draft);
  if (first) lines.push(first);
  return lines;
};

const firstLineOf = (draft: AttemptDraft): LineEvidence | undefined => {
  const series = firstSeries(draft);
  if (series?.first)
    return evidenceOf('first-position', series.first.text, {
      sequence: series.first.line,
      at: series.first.at,
    });
  if (series?.steps)
    return evidenceOf('first-position', series.steps.firstText, {
      sequence: series.steps.firstLine,
      at: series.steps.firstAt,
    });
  return undefined;
};
