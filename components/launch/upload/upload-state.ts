/** An upload of several files to one place: what is known of it, and how that changes. */
import { keyBelow, lookOf } from '@/lib/training/upload/upload-keys';
import { maxUploadBytes } from '@/lib/training/upload/part-plan';
import { type UploadTarget } from '@/lib/training/upload/upload';
import { formatBytes } from '@/lib/training/format';

export type FileStatus = 'waiting' | 'sending' | 'done' | 'exists' | 'skipped' | 'failed';

export interface UploadedFile {
  path: string;
  file: File;
  /** Absent where its path can be none. */
  key?: string;
  status: FileStatus;
  sentBytes: number;
  /** Its owner was asked whether what lies there is replaced. */
  replace: boolean;
  /** What lies there has this many bytes; for `exists`. */
  existingBytes?: number;
  /** Why it failed, or what it waits for; a sentence. */
  note?: string;
}

export interface Upload {
  /** `ended`: nothing is on its way or waits; some may have failed. */
  phase: 'asking' | 'sending' | 'paused' | 'ended';
  bucket: string;
  prefix: string;
  files: readonly UploadedFile[];
  /** Ms since the epoch, with bytes that were sent by then: what the rate is reckoned from. */
  marks: readonly { at: number; bytes: number }[];
}

export type UploadEvent =
  | { kind: 'begin'; bucket: string; prefix: string; files: readonly ChosenData[]; target: UploadTarget }
  | { kind: 'answer'; replace: boolean; at: number }
  | { kind: 'sending'; path: string }
  | { kind: 'bytes'; path: string; bytes: number; isKept: boolean; at: number }
  | { kind: 'wait'; path: string; reason: string | undefined }
  | { kind: 'outcome'; path: string; outcome: 'done' | 'exists' }
  | { kind: 'outcome'; path: string; outcome: 'failed'; reason: string }
  | { kind: 'pause' }
  | { kind: 'go-on'; at: number }
  | { kind: 'clear' };

export interface ChosenData {
  path: string;
  file: File;
}

/** The rate is that of the last so many ms: what a network did before tells little. */
const rateWindowMs = 15_000;

export const nextUpload = (state: Upload | undefined, event: UploadEvent): Upload | undefined => {
  if (event.kind === 'begin') return begun(event);
  if (event.kind === 'clear' || state === undefined) return undefined;
  switch (event.kind) {
    case 'answer':
      return settled({
        ...state,
        phase: 'sending',
        marks: [{ at: event.at, bytes: 0 }],
        files: state.files.map((file) =>
          file.status === 'exists'
            ? { ...file, status: event.replace ? 'waiting' : 'skipped', replace: event.replace }
            : file,
        ),
      });
    case 'sending':
      return withFile(state, event.path, { status: 'sending', sentBytes: 0 });
    case 'bytes':
      return marked(state, event);
    case 'wait':
      return withFile(state, event.path, { note: event.reason });
    case 'outcome':
      return settled(
        withFile(state, event.path, {
          status: event.outcome,
          note: event.outcome === 'failed' ? event.reason : undefined,
        }),
      );
    case 'pause':
      return { ...state, phase: 'paused', files: state.files.map(backToWaiting) };
    case 'go-on':
      return settled({
        ...state,
        phase: 'sending',
        marks: [{ at: event.at, bytes: 0 }],
        files: state.files.map((file) =>
          file.status === 'failed' && file.key !== undefined
            ? { ...file, status: 'waiting', note: undefined, sentBytes: 0 }
            : file,
        ),
      });
  }
};

const begun = ({ bucket, prefix, files, target }: UploadEvent & { kind: 'begin' }): Upload => {
  const existing = new Map(target.existing.map((object) => [lookOf(object.key), object]));
  const looks = new Set<string>();
  const planned = files.map(({ path, file }): UploadedFile => {
    const whole = { path, file, sentBytes: 0, replace: false };
    const found = keyBelow(prefix, path);
    if ('refusal' in found) return { ...whole, status: 'failed', note: found.refusal };
    const { key } = found;
    if (file.size > maxUploadBytes)
      return { ...whole, status: 'failed', note: `It has more than ${formatBytes(maxUploadBytes)}.` };
    const look = lookOf(key);
    if (looks.has(look)) return { ...whole, status: 'failed', note: sameLook };
    looks.add(look);
    const there = existing.get(look);
    if (!there) return { ...whole, key, status: 'waiting' };
    // Of two spellings of one name the one that is there: else nothing would be replaced.
    return { ...whole, key: there.key, status: 'exists', existingBytes: there.sizeBytes };
  });
  return settled({ phase: 'asking', bucket, prefix, files: planned, marks: [] });
};

const sameLook = 'Another of the files has a name that looks the same, written in other characters.';

const withFile = (state: Upload, path: string, change: Partial<UploadedFile>): Upload => ({
  ...state,
  files: state.files.map((file) => (file.path === path ? { ...file, ...change } : file)),
});

const marked = (state: Upload, { path, bytes, isKept, at }: UploadEvent & { kind: 'bytes' }): Upload => {
  const file = state.files.find((each) => each.path === path);
  if (!file) return state;
  const next = withFile(state, path, { sentBytes: file.sentBytes + bytes });
  // What S3 had already took no time.
  if (isKept) return next;
  const last = state.marks.at(-1)?.bytes ?? 0;
  const marks = [...state.marks, { at, bytes: last + bytes }];
  const first = marks.findLastIndex((mark) => mark.at <= at - rateWindowMs);
  return { ...next, marks: marks.slice(Math.max(0, first)) };
};

const backToWaiting = (file: UploadedFile): UploadedFile =>
  file.status === 'sending' ? { ...file, status: 'waiting', note: undefined } : file;

/** Where nothing waits any more it has ended; what exists is asked about first. */
const settled = (state: Upload): Upload => {
  if (state.phase !== 'sending') return state;
  const isOpen = state.files.some(({ status }) => status === 'waiting' || status === 'sending');
  if (isOpen) return state;
  return { ...state, phase: state.files.some(({ status }) => status === 'exists') ? 'asking' : 'ended' };
};

export interface UploadProgress {
  sentBytes: number;
  totalBytes: number;
  /** 0 to 1; of files without a byte, by their number. */
  share: number;
  bytesPerSecond?: number;
  secondsLeft?: number;
}

export const progressOf = ({ files, marks, phase }: Upload): UploadProgress => {
  const counted = files.filter(({ status, key }) => status !== 'skipped' && key !== undefined);
  const totalBytes = counted.reduce((sum, { file }) => sum + file.size, 0);
  const sentBytes = counted.reduce(
    (sum, { status, sentBytes: sent, file }) => sum + (status === 'done' ? file.size : sent),
    0,
  );
  const done = counted.filter(({ status }) => status === 'done').length;
  const share = totalBytes > 0 ? sentBytes / totalBytes : counted.length === 0 ? 1 : done / counted.length;
  const [first, last] = [marks[0], marks.at(-1)];
  if (phase !== 'sending' || !first || !last || last.at <= first.at) return { sentBytes, totalBytes, share };
  const bytesPerSecond = ((last.bytes - first.bytes) * 1_000) / (last.at - first.at);
  if (bytesPerSecond <= 0) return { sentBytes, totalBytes, share };
  return {
    sentBytes,
    totalBytes,
    share,
    bytesPerSecond,
    secondsLeft: (totalBytes - sentBytes) / bytesPerSecond,
  };
};

/** All that was to be sent is there. */
export const isWhole = ({ phase, files }: Upload): boolean =>
  phase === 'ended' && files.every(({ status }) => status === 'done' || status === 'skipped');
