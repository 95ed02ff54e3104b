'use client';

import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { UploadCallsContext } from './upload-calls';
import { type Upload } from './upload-state';
import { createUploader, type Uploader } from './uploader';

export interface Uploads {
  backend: string;
  uploader: Uploader;
  upload: Upload | undefined;
}

/** Of the form that it stands in: an upload goes on while its dialog is closed. */
export const UploadsContext = createContext<Uploads | undefined>(undefined);

export const useUploads = (backend: string): Uploads | undefined => {
  const calls = useContext(UploadCallsContext);
  const [uploader] = useState(() => calls && createUploader({ backend, calls }));
  const upload = useSyncExternalStore(uploader?.subscribe ?? never, uploader?.state ?? nothing, nothing);
  useLeavingAsks(upload?.phase === 'sending');
  useEffect(() => () => uploader?.leave(), [uploader]);
  return uploader && { backend, uploader, upload };
};

const never = () => () => {};
const nothing = () => undefined;

const leaving =
  'Files are still being uploaded. If you leave, the upload stops; choose the same files again later and it goes on where it stopped. Leave?';

/** A closed tab and a link within the site end what is on its way: both ask. */
const useLeavingAsks = (isSending: boolean): void => {
  useEffect(() => {
    if (!isSending) return;
    const unload = (event: BeforeUnloadEvent) => event.preventDefault();
    const click = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      const isElsewhere =
        event.ctrlKey || event.metaKey || link?.matches('[target=_blank], [download], [href^="#"]');
      if (!link || isElsewhere || window.confirm(leaving)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('beforeunload', unload);
    document.addEventListener('click', click, true);
    return () => {
      window.removeEventListener('beforeunload', unload);
      document.removeEventListener('click', click, true);
    };
  }, [isSending]);
};
