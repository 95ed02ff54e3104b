'use client';

import Button from '@cloudscape-design/components/button';
import Input, { type InputProps } from '@cloudscape-design/components/input';
import { useContext, useState } from 'react';
import { lateDialog } from '@/components/shell/late-dialog';
import { UploadButton } from '../upload/upload-button';
import { S3ActionsContext } from './s3-actions';
import { type S3DialogProps } from './s3-dialog';
import styles from './uri-input.module.css';

const S3Dialog = lateDialog(() => import('./s3-dialog').then((module) => module.S3Dialog));

interface UriInputProps
  extends Pick<InputProps, 'placeholder' | 'ariaLabel' | 'onBlur'>, Pick<S3DialogProps, 'pick'> {
  /** What the field is called, e.g. `Output URI`. */
  label: string;
  value: string;
  /** Data of this computer can be put there; where to, unless another place is typed. */
  uploadTo?: string;
  /** There is little room: a row of several fields. */
  isNarrow?: boolean;
  onChange: (uri: string) => void;
}

/** An S3 URI, typed or chosen by browsing. */
export const UriInput = ({
  label,
  value,
  pick,
  uploadTo,
  isNarrow = false,
  onChange,
  ...input
}: UriInputProps) => {
  const actions = useContext(S3ActionsContext);
  const [open, setOpen] = useState(false);
  return (
    <div className={styles.field}>
      <Input {...input} value={value} onChange={({ detail }) => onChange(detail.value)} />
      {actions && (
        <Button iconName="folder-open" ariaLabel={`Browse S3: ${label}`} onClick={() => setOpen(true)}>
          {isNarrow ? undefined : 'Browse'}
        </Button>
      )}
      {uploadTo !== undefined && <UploadButton label={label} suggested={uploadTo} onUri={onChange} />}
      {actions && open && (
        <S3Dialog
          actions={actions}
          label={label}
          uri={value}
          pick={pick}
          onPick={(uri) => {
            onChange(uri);
            setOpen(false);
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
};
