'use client';

import Link, { type LinkProps } from '@cloudscape-design/components/link';
import { useFollow } from './use-follow';

/** Cloudscape's link for pages of this site: opens them without a reload. */
export const AppLink = (props: LinkProps & { href: string }) => {
  const follow = useFollow();
  return <Link {...props} onFollow={follow} />;
};
