/** What an attempt's words say of the checkpoint it starts from, read together with the names that were there. */
import { type NamedCheckpoint } from './checkpoint-names';
import { type AttemptDraft } from './drafts';
import { type LineEvidence, type StoredBefore } from './model';
import { groupCheckpoints } from './checkpoint-names';
import { type Scale } from './scale';

export interface Said {
  /** It took something up. */
  resumed: boolean;
  /** Nothing was there, or it begins anew. */
  nothing: boolean;
  scratch: boolean;
  checkpoint?: string;
  /** Where it goes on: positions that its words can mean, likeliest first. */
  at: number[];
  left?: number;
  evidence: LineEvidence[];
}

export interface Stored {
  checkpoints: NamedCheckpoint[];
  complete: boolean;
}

export const storedOf = (before: StoredBefore | undefined): Stored | undefined =>
  before && { checkpoints: groupCheckpoints(before.names).checkpoints, complete: before.complete };

/**
 * @param first the job's first attempt: what it loads too is no checkpoint of this job
 */
export const saidBy = (
  attempt: AttemptDraft,
  first: AttemptDraft | undefined,
  stored: Stored | undefined,
  scale: Scale,
  planned: number | undefined,
): Said => {
  const initial = new Set(
    (first === attempt ? [] : (first?.resumes ?? [])).map(({ evidence }) =>
      evidence.text.replace(/\d/g, '#'),
    ),
  );
  const said: Said = { resumed: false, nothing: false, scratch: false, at: [], evidence: [] };
  let named = -1;
  for (const { words, evidence } of attempt.resumes) {
    const { kind, checkpoint } = words;
    if (kind === 'nothing-found') said.nothing = true;
    else if (kind === 'from-scratch') said.scratch = true;
    else {
      const isInitial =
        initial.has(evidence.text.replace(/\d/g, '#')) &&
        (first?.resumes.some((other) => other.words.checkpoint === checkpoint) ?? false);
      if (isInitial || isForeign(words.kind, checkpoint, stored)) continue;
      const strength = kind === 'resumed' ? 2 : /latest|found/i.test(evidence.text) ? 0 : 1;
      if (checkpoint !== undefined && strength >= named) {
        said.checkpoint = checkpoint;
        named = strength;
      }
      const at = positionsIn(words, scale);
      if (kind === 'left') said.left = words.left;
      if (words.left !== undefined && planned !== undefined) at.unshift(planned - words.left);
      if (words.left !== undefined) said.left = words.left;
      const isStart = at.length > 0 && at.every((position) => position <= 0) && checkpoint === undefined;
      if (isStart) continue;
      if (at.length > 0 && (said.at.length === 0 || isFiner(words, scale))) said.at = at;
      if (kind === 'left' || checkpoint !== undefined || at.length > 0 || RESUMES.test(evidence.text))
        said.resumed = true;
      else continue;
    }
    said.evidence.push(evidence);
  }
  return said;
};

const RESUMES =
  /resum(?:ed|ing)|restored|check-?point (?:was )?(?:loaded|restored)|load(?:ed|ing) (?:\w+ ){0,3}(?:check-?point|ckpt)/i;

const isFiner = ({ step }: { step?: number }, { counts, stepsPerEpoch }: Scale) =>
  step !== undefined && step > 0 && (counts === 'step' || stepsPerEpoch !== undefined);

/** A file that was not among those there is no checkpoint of this job, unless the words say that training resumes. */
const isForeign = (kind: string, checkpoint: string | undefined, stored: Stored | undefined): boolean => {
  if (kind !== 'loaded' || checkpoint === undefined || stored === undefined || !stored.complete) return false;
  return findStored(checkpoint, stored.checkpoints) === undefined && !/check-?point|ckpt/i.test(checkpoint);
};

export const findStored = (
  name: string,
  checkpoints: readonly NamedCheckpoint[],
): NamedCheckpoint | undefined =>
  checkpoints.find((checkpoint) => checkpoint.name === name) ??
  checkpoints.find(({ files }) =>
    files.some((file) => file.split('/').at(-1) === name || file.split('/').includes(name)),
  ) ??
  checkpoints.find((checkpoint) => stem(checkpoint.name) === stem(name));

const stem = (name: string) =>
  name.replace(
    /\.(?:index|meta|data-\d{5}-of-\d{5}|pth?|ckpt|h5|keras|tar|params|states|safetensors|bin)$/gi,
    '',
  );

const positionsIn = (
  { epoch, step, round, counted }: { epoch?: number; step?: number; round?: number; counted?: boolean },
  { counts, base, fractional, stepsPerEpoch }: Scale,
): number[] => {
  if (counts === 'step') return step === undefined ? [] : [step];
  if (counts === 'round') {
    const number = round ?? step ?? epoch;
    return number === undefined ? [] : [number - base, number];
  }
  if (
    step !== undefined &&
    step > 0 &&
    stepsPerEpoch !== undefined &&
    (epoch === undefined || fractional || step > 1)
  ) {
    const exact = step / stepsPerEpoch;
    if (epoch === undefined || Math.abs(exact - epoch) <= 1.001) return [exact];
  }
  if (epoch === undefined) return [];
  if (fractional || counted) return [epoch, epoch - base];
  return [epoch - base, epoch];
};
