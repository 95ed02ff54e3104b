/**
 * Judges every restart of a job in words: did it go on from a checkpoint, or did it lose what it had? A job that
 * trains from scratch after each interruption looks healthy in every status, and pays twice: so it is said aloud.
 * What cannot be told is said to be so, with what would tell.
 */
import { type LineEvidence, type ResumeModel, type TrainingModel } from '../training-log/model';
import { WOULD_TELL } from '../training-log/would-tell';
import { capitalized } from './format';
import { countOf, isWhole, samePosition, unitNames } from './position';
import { positionLabel } from './resume-points';

export interface ResumeVerdict {
  attempt: number;
  kind: ResumeModel['verdict'] | 'older-checkpoint' | 'skipped';
  sentence: string;
  /** What would tell, where nothing does. */
  wouldTell: string[];
  /** Lines of the log that it rests on. */
  evidence: LineEvidence[];
}

export const resumeVerdicts = (model: TrainingModel): ResumeVerdict[] =>
  model.resumes.map((resume) => ({
    attempt: resume.attempt,
    ...judge(resume, model),
    wouldTell: resume.wouldTell.map((what) => WOULD_TELL[what]),
    evidence: resume.evidence,
  }));

const judge = (resume: ResumeModel, model: TrainingModel): Pick<ResumeVerdict, 'kind' | 'sentence'> => {
  const { attempt, verdict, newest } = resume;
  const subject = `Attempt ${attempt}`;
  switch (verdict) {
    case 'nothing-to-resume':
      return {
        kind: verdict,
        sentence: `${subject} began at the start: no checkpoint had reached S3 before the interruption. ${lostSentence(resume, model)}Save a checkpoint earlier, and more often.`,
      };
    case 'from-scratch':
      return {
        kind: verdict,
        sentence:
          `${subject} began at ${positionLabel(0, model)} again` +
          (newest === undefined ? ', though a checkpoint was in S3. ' : `, though ${newest} was in S3. `) +
          lostSentence(resume, model) +
          'Check that the script loads the newest checkpoint when it starts.',
      };
    case 'cannot-tell':
      return {
        kind: verdict,
        sentence: `Whether attempt ${attempt} resumed cannot be told: its log and the names of the checkpoints leave it open.`,
      };
    case 'resumed':
      return judgeResumed(resume, model, subject);
  }
};

const judgeResumed = (
  resume: ResumeModel,
  model: TrainingModel,
  subject: string,
): Pick<ResumeVerdict, 'kind' | 'sentence'> => {
  const { attempt, at, from, older, newest } = resume;
  const where = at === undefined ? '' : ` at ${positionLabel(at, model)}`;
  const checkpoint = from === undefined ? '' : ` from ${from}`;
  if (older) {
    const passedOver = newest === undefined ? 'a newer checkpoint was there' : `${newest} was there`;
    return {
      kind: 'older-checkpoint',
      sentence:
        `${subject} resumed${where}${checkpoint}, though ${passedOver}. ${lostSentence(resume, model)}` +
        'Check how the script chooses: names compared as text put checkpoint-9 after checkpoint-10.',
    };
  }
  const before = model.attempts.findLast((one) => one.attempt < attempt)?.reached;
  if (at !== undefined && before !== undefined && at > before + 1 - samePosition) {
    const end = countOf(before, model.counts ?? 'epoch');
    return {
      kind: 'skipped',
      sentence: `${subject} went on${where}${checkpoint}, but the log before ended after ${end}.`,
    };
  }
  return { kind: 'resumed', sentence: `${subject} resumed${where}${checkpoint}: ${lossOf(resume, model)}.` };
};

const lossOf = ({ lost }: ResumeModel, model: TrainingModel): string => {
  const { one } = unitNames[model.counts ?? 'epoch'];
  if (lost === undefined) return 'what was lost is not known';
  if (lost <= samePosition) return `no finished ${one} was lost`;
  const isOne = lost < 1 || (isWhole(lost) && Math.round(lost) === 1);
  return `${countOf(lost, model.counts ?? 'epoch')} ${isOne ? 'was' : 'were'} trained again`;
};

const lostSentence = (resume: ResumeModel, model: TrainingModel): string => {
  if (resume.lost === undefined || resume.lost <= samePosition) return '';
  const text = lossOf(resume, model);
  return `${capitalized(text)}. `;
};
