'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import styles from './app-frame.module.css';
import { pagesOf } from './pages';

interface NavigationProps {
  /** First path segment of the backend's pages, with its slash. */
  base: string;
  /** Of the backend. */
  label: string;
}

/** The rooms of a backend: a column, and on a narrow window a line above the page. */
export const Navigation = ({ base, label }: NavigationProps) => {
  const pathname = usePathname();
  const items = pagesOf(base).filter(({ unlisted }) => !unlisted);
  const active = activeHref(pathname, items);
  return (
    <nav className={styles.navigation} aria-label="Pages">
      <Link href={`${base}/jobs`} prefetch={false} className={styles.backend}>
        {label}
      </Link>
      <ul>
        {items.map(({ text, href }) => (
          <li key={href}>
            <Link href={href} prefetch={false} aria-current={href === active ? 'page' : undefined}>
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
};

/** The link whose page, or whose room, is shown: the longest that the path starts with. */
const activeHref = (pathname: string, items: readonly { href: string }[]): string | undefined =>
  items
    .map(({ href }) => href)
    .filter((href) => pathname === href || pathname.startsWith(`${href}/`))
    .sort((a, b) => b.length - a.length)[0];
