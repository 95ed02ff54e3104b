import styles from './still-waiting.module.css';

/** Tells who waits long for a page that nothing is lost. Appears by CSS, as no script need have come yet. */
export const StillWaiting = () => (
  <p className={styles.waiting} role="status">
    Still waiting for an answer of the backend. The page comes as soon as there is one, or says what failed.
  </p>
);
