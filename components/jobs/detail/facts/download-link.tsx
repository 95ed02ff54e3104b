'use client';

import Button from '@cloudscape-design/components/button';
import { jobFilePath } from '@/lib/urls/job-file';

interface DownloadLinkProps {
  /** Path of the job's page. */
  base: string;
  s3Uri: string;
  name: string;
}

/** A file of a job, from S3. */
export const DownloadLink = ({ base, s3Uri, name }: DownloadLinkProps) => (
  <Button
    variant="inline-link"
    iconName="download"
    href={jobFilePath(base, s3Uri)}
    download
    ariaLabel={`Download ${name}`}
  >
    Download
  </Button>
);
