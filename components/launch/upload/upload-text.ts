import { formatBytes, formatDuration, formatShare } from '@/lib/training/format';
import { uriOfPlace } from '@/lib/training/s3-listing';
import { isWhole, progressOf, type Upload } from './upload-state';

/** `1.2 GB of 5.0 GB, 34 MB/s, 1 min 50 s left`. */
export const progressText = (upload: Upload): string => {
  const { sentBytes, totalBytes, bytesPerSecond, secondsLeft } = progressOf(upload);
  const rate = bytesPerSecond === undefined ? '' : `, ${formatBytes(bytesPerSecond)}/s`;
  const left = secondsLeft === undefined ? '' : `, ${formatDuration(secondsLeft)} left`;
  const paused = upload.phase === 'paused' ? ', paused' : '';
  return `${formatBytes(sentBytes)} of ${formatBytes(totalBytes)}${rate}${left}${paused}`;
};

const failedOf = ({ files }: Upload): string => {
  const failed = files.filter(({ status }) => status === 'failed').length;
  return `${failed.toLocaleString('en')} of ${files.length.toLocaleString('en')} files could not be uploaded.`;
};

/** How it ended. */
export const resultText = (upload: Upload): string =>
  isWhole(upload) ? 'All of it is in S3.' : failedOf(upload);

/** All that is known of it, in a line. */
export const uploadLine = (upload: Upload): string => {
  const uri = uriOfPlace(upload);
  if (upload.phase === 'asking') return `Upload to ${uri}: some files lie there already.`;
  if (upload.phase === 'ended') return `Upload to ${uri}: ${resultText(upload)}`;
  return `Upload to ${uri}: ${formatShare(progressOf(upload).share)}, ${progressText(upload)}`;
};
