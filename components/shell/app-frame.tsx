'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { type ReactNode, useEffect } from 'react';
import { type ActionResult } from '@/lib/errors/action-result';
import { lastPlaceCookieOf } from '@/lib/training/last-place';
import styles from './app-frame.module.css';
import { BackendNotices } from './backend-notices';
import { shortLabelOf, type BackendChoice, type CurrentBackend } from './backend-choice';
import { Breadcrumbs } from './breadcrumb-trail';
import { breadcrumbsOf } from './breadcrumbs';
import { Navigation } from './navigation';
import { NotificationsBar } from './notifications';
import { type FindJobs } from './palette/found-jobs';
import { SignInProvider } from './sign-in';
import { SimulatedBadge } from './simulated-badge';
import { TopBar } from './top-bar';

interface AppFrameProps {
  backends: readonly BackendChoice[];
  current: CurrentBackend;
  findJobs: FindJobs;
  /** Whether the backend takes the credentials that there are now; absent of several. */
  isSignedIn?: () => Promise<ActionResult<boolean>>;
  readNotices: () => Promise<ActionResult<CurrentBackend['notices']>>;
  children: ReactNode;
}

/**
 * The frame of every page of a backend: top bar, navigation, breadcrumbs, notifications. Laid out by style sheets
 * alone, so that it stands as the server sent it: nothing is measured, moved or folded once scripts run.
 */
export const AppFrame = ({
  backends,
  current,
  findJobs,
  isSignedIn,
  readNotices,
  children,
}: AppFrameProps) => {
  const pathname = usePathname();
  const search = useSearchParams().toString();
  useEffect(() => {
    document.cookie = lastPlaceCookieOf(search === '' ? pathname : `${pathname}?${search}`);
  }, [pathname, search]);
  return (
    <>
      <a href="#content" className="sd-skip-link">
        Skip to the content
      </a>
      <TopBar backends={backends} current={current} findJobs={findJobs} />
      <div className={styles.frame}>
        <Navigation base={`/${current.slug}`} label={shortLabelOf(current)} />
        <div className={styles.page}>
          <section className={styles.notifications} aria-label="Notifications">
            <BackendNotices notices={current.notices} read={readNotices} />
            <NotificationsBar />
          </section>
          <div className={`${styles.column} ${isWide(pathname) ? styles.wide : ''}`}>
            <div className={styles.trail}>
              <Breadcrumbs items={breadcrumbsOf(pathname, shortLabelOf(current))} />
              {current.simulatedSpotMarket && <SimulatedBadge />}
            </div>
            <main>
              <div id="content" tabIndex={-1}>
                <SignInProvider look={isSignedIn}>{children}</SignInProvider>
              </div>
            </main>
          </div>
        </div>
      </div>
    </>
  );
};

/** Tables, and a job's charts and log, use all the width there is; text and forms read better in a column. */
const isWide = (pathname: string): boolean => {
  const [, room, page] = pathname.split('/').filter(Boolean);
  if (page === 'new' || room === 'tools' || room === 'account') return false;
  return room === 'jobs' || (page === undefined && room !== undefined);
};
