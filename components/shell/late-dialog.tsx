'use client';

import { type ComponentType, type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { useNotifications } from './notifications';

/**
 * A dialog whose code is loaded when it is first asked for. Where it cannot be loaded that is said, and the dialog
 * counts as closed, so that it can be asked for again.
 * @param meanwhile stands where the dialog's own button will, until the code is there
 */
export const lateDialog = <Props extends { onClose: () => void }>(
  load: () => Promise<ComponentType<Props>>,
  meanwhile: ReactNode = null,
): ComponentType<Props> => {
  let loaded: ComponentType<Props> | undefined;
  const LateDialog = (props: Props) => {
    const [Dialog, setDialog] = useState(() => loaded);
    const notifications = useNotifications();
    const failed = useEffectEvent((error: unknown) => {
      console.warn('a dialog could not be loaded:', error);
      notifications.error({
        id: 'dialog-unavailable',
        header: 'The dialog could not be loaded',
        content: 'The dashboard did not answer. Is it still running?',
      });
      props.onClose();
    });
    const isLoaded = Dialog !== undefined;
    useEffect(() => {
      if (isLoaded) return undefined;
      let wanted = true;
      load().then(
        (module) => {
          loaded = module;
          if (wanted) setDialog(() => module);
        },
        (error: unknown) => {
          if (wanted) failed(error);
        },
      );
      return () => {
        wanted = false;
      };
    }, [isLoaded]);
    return Dialog ? <Dialog {...props} /> : meanwhile;
  };
  return LateDialog;
};
