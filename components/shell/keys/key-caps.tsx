import styles from '../palette/palette.module.css';

/** What is printed on the key. */
const caps: ReadonlyMap<string, string> = new Map([
  ['ArrowDown', '↓'],
  ['ArrowUp', '↑'],
]);

/** Keys as they look on a keyboard; all do the same. */
export const KeyCaps = ({ keys }: { keys: readonly string[] }) => (
  <span className={styles.keys}>
    {keys.map((key) => (
      <kbd key={key}>{caps.get(key) ?? key}</kbd>
    ))}
  </span>
);
