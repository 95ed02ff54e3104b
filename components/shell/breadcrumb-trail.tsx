'use client';

import Link from 'next/link';
import styles from './app-frame.module.css';
import { type Breadcrumb } from './breadcrumbs';

/** The way to the page, all of it: where it does not fit it goes on in a second line. */
export const Breadcrumbs = ({ items }: { items: readonly Breadcrumb[] }) => (
  <nav aria-label="Breadcrumbs">
    <ol className={styles.breadcrumbs}>
      {items.map(({ text, href }, index) => (
        <li key={href}>
          {index === items.length - 1 ? (
            <span aria-current="page">{text}</span>
          ) : (
            <Link href={href} prefetch={false}>
              {text}
            </Link>
          )}
        </li>
      ))}
    </ol>
  </nav>
);
