import { type Checkpoint, type CheckpointFile, type Checkpoints } from '@/lib/training/checkpoints';
import { type CheckpointWriter } from '@/lib/training/checkpoint-writer';
import { type ResumePoint } from '@/lib/training/resume-points';

/** One checkpoint, or one of its files below it. */
export interface CheckpointRow {
  id: string;
  name: string;
  sizeBytes: number;
  /** Ms since the epoch. */
  modifiedAt: number;
  s3Uri?: string;
  checkpoint?: Checkpoint;
  /** Which of the jobs that share the prefix wrote it. */
  writer: CheckpointWriter;
  /** Attempts of this job that resumed from it. */
  resumedBy: number[];
  newest: boolean;
  files: CheckpointRow[];
}

/** The checkpoints of a job with what became of each, and the ones it resumed from that S3 no longer has. */
export const checkpointRows = (
  { checkpoints, others }: Checkpoints,
  resumePoints: readonly ResumePoint[],
  writer: (modifiedAt: number) => CheckpointWriter = () => 'this job',
): { rows: CheckpointRow[]; gone: { name: string; attempt: number }[] } => {
  const own = checkpoints.filter(({ modifiedAt }) => writer(modifiedAt) === 'this job');
  const newest = Math.max(...own.map(({ modifiedAt }) => modifiedAt));
  const fileRow = fileRowOf(writer);
  const names = new Set(checkpoints.flatMap(({ name, files }) => [name, ...files, ...files.map(baseName)]));
  for (const { file } of others) names.add(file).add(baseName(file));
  return {
    rows: [
      ...checkpoints.map((checkpoint) => ({
        id: checkpoint.files[0] ?? checkpoint.name,
        name: checkpoint.name,
        sizeBytes: checkpoint.sizeBytes,
        modifiedAt: checkpoint.modifiedAt,
        ...(checkpoint.objects.length === 1 && { s3Uri: checkpoint.objects[0]?.s3Uri }),
        checkpoint,
        writer: writer(checkpoint.modifiedAt),
        newest: checkpoint.modifiedAt === newest,
        resumedBy: resumePoints
          .filter((point) => point.checkpoint !== undefined && isNamed(checkpoint, point.checkpoint))
          .map(({ attempt }) => attempt),
        files: checkpoint.objects.length > 1 ? checkpoint.objects.map(fileRow) : [],
      })),
      ...others.map(fileRow),
    ],
    gone: resumePoints.flatMap(({ checkpoint, attempt }) =>
      checkpoint === undefined || names.has(checkpoint) ? [] : [{ name: checkpoint, attempt }],
    ),
  };
};

const fileRowOf =
  (writer: (modifiedAt: number) => CheckpointWriter) =>
  (file: CheckpointFile): CheckpointRow => ({
    id: `file ${file.file}`,
    name: file.file,
    sizeBytes: file.sizeBytes,
    modifiedAt: file.modifiedAt,
    s3Uri: file.s3Uri,
    resumedBy: [],
    writer: writer(file.modifiedAt),
    newest: false,
    files: [],
  });

const isNamed = ({ name, files }: Checkpoint, sought: string): boolean =>
  name === sought || files.some((file) => file === sought || baseName(file) === sought);

const baseName = (file: string): string => file.slice(file.lastIndexOf('/') + 1);
