/** What a job has left in S3 at its output location. */
export interface JobFiles {
  /** In order of path. */
  files: JobFile[];
  /** There are more. */
  cut: boolean;
}

export interface JobFile {
  /** Relative to the job's output: `model.tar.gz`. */
  path: string;
  s3Uri: string;
  sizeBytes: number;
}
