'use client';

import Button from '@cloudscape-design/components/button';
import { useContext, useState } from 'react';
import { lateDialog } from '@/components/shell/late-dialog';
import { UploadsContext } from './use-uploads';

const UploadDialog = lateDialog(() => import('./upload-dialog').then((module) => module.UploadDialog));

interface UploadButtonProps {
  /** What the field is called, e.g. `S3 URI 1`. */
  label: string;
  /** Where to upload to, unless another place is typed. */
  suggested: string;
  /** Where what is uploaded will lie, as soon as it begins. */
  onUri: (uri: string) => void;
}

/** Beside a URI field of an input: data of this computer, put where the URI says. */
export const UploadButton = ({ label, suggested, onUri }: UploadButtonProps) => {
  const uploads = useContext(UploadsContext);
  const [open, setOpen] = useState(false);
  if (!uploads) return null;
  return (
    <>
      <Button iconName="upload" ariaLabel={`Upload data: ${label}`} onClick={() => setOpen(true)} />
      {open && (
        <UploadDialog
          uploads={uploads}
          label={label}
          suggested={suggested}
          onUri={onUri}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
};
