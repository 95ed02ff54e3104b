'use client';

import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import styles from './palette.module.css';

interface ShellDialogProps {
  label: string;
  className?: string | undefined;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog over the page, by the browser's own means: Escape, the focus and what lies below it are the browser's. */
export const ShellDialog = ({ label, className = '', onClose, children }: ShellDialogProps) => {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const closeAround = (event: MouseEvent) => {
    if (event.target === dialog.current) dialog.current?.close();
  };
  // Not in the bar above the page, which is dark in either mode.
  return createPortal(
    <dialog
      ref={dialog}
      aria-label={label}
      className={`${styles.dialog} ${className}`}
      onClose={onClose}
      onMouseDown={closeAround}
    >
      {children}
    </dialog>,
    document.body,
  );
};

/** Closes the dialog that an element is in, which gives the focus back to where it was. */
export const closeDialogAround = (element: Element): void => element.closest('dialog')?.close();

/** Says by which key, too. */
export const CloseButton = () => (
  <button
    type="button"
    className={styles.close}
    onClick={({ currentTarget }) => closeDialogAround(currentTarget)}
  >
    <kbd>Esc</kbd>
    <span className={styles.unseen}>: close</span>
  </button>
);
