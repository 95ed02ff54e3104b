'use client';

import AppLayout, { type AppLayoutProps } from '@cloudscape-design/components/app-layout';
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import SideNavigation from '@cloudscape-design/components/side-navigation';
import { usePathname } from 'next/navigation';
import { type ReactNode } from 'react';
import { BackendNotices } from './backend-notices';
import { shortLabelOf, type BackendChoice, type CurrentBackend } from './backend-choice';
import { breadcrumbsOf } from './breadcrumbs';
import { NotificationsBar } from './notifications';
import { SimulatedBadge } from './simulated-badge';
import { TopBar } from './top-bar';
import { useFollow } from './use-follow';

interface AppFrameProps {
  backends: readonly BackendChoice[];
  current: CurrentBackend;
  children: ReactNode;
}

/** The frame of every page of a backend: top bar, navigation, breadcrumbs, notifications. */
export const AppFrame = ({ backends, current, children }: AppFrameProps) => {
  const pathname = usePathname();
  const follow = useFollow();
  const base = `/${current.slug}`;
  const items = [
    { type: 'link' as const, text: 'Jobs', href: `${base}/jobs` },
    { type: 'link' as const, text: 'Launch', href: `${base}/jobs/new` },
    { type: 'link' as const, text: 'Savings', href: `${base}/savings` },
    { type: 'link' as const, text: 'Endpoints', href: `${base}/endpoints` },
    { type: 'link' as const, text: 'Your own tools', href: `${base}/tools` },
  ];
  return (
    <>
      <a href="#content" className="sd-skip-link">
        Skip to the content
      </a>
      <div id="top-bar">
        <TopBar backends={backends} current={current} />
      </div>
      <AppLayout
        headerSelector="#top-bar"
        contentType={contentTypeOf(pathname)}
        maxContentWidth={isJobPage(pathname) ? Number.MAX_VALUE : undefined}
        toolsHide
        navigationWidth={180}
        ariaLabels={ariaLabels}
        navigation={
          <SideNavigation
            header={{ text: shortLabelOf(current), href: `${base}/jobs` }}
            activeHref={activeHref(pathname, items)}
            items={items}
            onFollow={follow}
          />
        }
        breadcrumbs={
          <div className="sd-breadcrumbs">
            <BreadcrumbGroup items={breadcrumbsOf(pathname, shortLabelOf(current))} onFollow={follow} />
            {current.simulatedSpotMarket && <SimulatedBadge />}
          </div>
        }
        notifications={
          <>
            <BackendNotices notices={current.notices} />
            <NotificationsBar />
          </>
        }
        content={
          <div id="content" tabIndex={-1}>
            {children}
          </div>
        }
      />
    </>
  );
};

const ariaLabels: AppLayoutProps.Labels = {
  navigation: 'Pages',
  navigationToggle: 'Open the navigation',
  navigationClose: 'Close the navigation',
  notifications: 'Notifications',
};

const contentTypeOf = (pathname: string): AppLayoutProps.ContentType => {
  const [, room, page] = pathname.split('/').filter(Boolean);
  if (page === 'new') return 'form';
  if (room === 'tools' || room === 'compare') return 'default';
  return page === undefined && room !== undefined ? 'table' : 'default';
};

/** A job's charts and log use all the width there is; text and forms read better in a column. */
const isJobPage = (pathname: string): boolean => {
  const [, room, page] = pathname.split('/').filter(Boolean);
  return room === 'compare' || (room === 'jobs' && page !== undefined && page !== 'new');
};

/** The link whose page, or whose room, is shown: the longest that the path starts with. */
const activeHref = (pathname: string, items: readonly { href: string }[]): string | undefined =>
  items
    .map(({ href }) => href)
    .filter((href) => pathname === href || pathname.startsWith(`${href}/`))
    .sort((a, b) => b.length - a.length)[0];
