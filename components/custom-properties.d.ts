import 'react';

/** What a style sheet reads by `var()`: React writes it as it is, and its types leave it out. */
declare module 'react' {
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined;
  }
}
