'use client';

import TopNavigation, { type TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import { usePathname, useRouter } from 'next/navigation';
import { samePageOn, shortLabelOf, type BackendChoice, type CurrentBackend } from './backend-choice';
import { logo } from './logo';
import { type ThemeChoice } from './theme';
import { useTheme } from './theme-provider';

const themes: { id: ThemeChoice; text: string }[] = [
  { id: 'system', text: 'As the system' },
  { id: 'light', text: 'Light' },
  { id: 'dark', text: 'Dark' },
];

interface TopBarProps {
  backends: readonly BackendChoice[];
  current: CurrentBackend;
}

/** The bar above every page: home, which backend is shown, light or dark. */
export const TopBar = ({ backends, current }: TopBarProps) => {
  const router = useRouter();
  const pathname = usePathname();
  const home = `/${current.slug}/jobs`;
  const { choice, choose } = useTheme();
  const utilities: TopNavigationProps.Utility[] = [
    {
      type: 'menu-dropdown',
      iconName: 'globe',
      text: shortLabelOf(current),
      ariaLabel: `Backend: ${current.label}`,
      title: 'Backend',
      items: groupsOf(backends, current),
      onItemClick: ({ detail }) => router.push(samePageOn(pathname + location.search, detail.id)),
    },
    {
      type: 'menu-dropdown',
      iconName: 'light-dark',
      ariaLabel: 'Theme',
      title: 'Theme',
      text: 'Theme',
      items: themes.map(({ id, text }) => ({
        id,
        text,
        itemType: 'checkbox' as const,
        checked: id === choice,
      })),
      onItemClick: ({ detail }) => {
        const theme = themes.find(({ id }) => id === detail.id);
        if (theme) choose(theme.id);
      },
    },
  ];
  return (
    <TopNavigation
      identity={{
        href: home,
        title: 'Spotdeck',
        logo,
        onFollow: (event) => {
          event.preventDefault();
          router.push(home);
        },
      }}
      utilities={utilities}
    />
  );
};

const groupsOf = (backends: readonly BackendChoice[], current: CurrentBackend) => {
  const items = backends.map(({ slug, label, unavailable }) => ({
    id: slug,
    text: label,
    itemType: 'checkbox' as const,
    checked: slug === current.slug,
    disabled: unavailable !== undefined,
    ...(unavailable && { disabledReason: `${unavailable.reason} ${unavailable.remedy}` }),
  }));
  const local = items.filter(({ id }) => id === 'local');
  const regions = items.filter(({ id }) => id !== 'local');
  const reason = backends.find(({ unavailable }) => unavailable)?.unavailable;
  return [
    { text: 'On this machine', items: local },
    { text: reason ? 'AWS Regions (unavailable: no credentials)' : 'AWS Regions', items: regions },
  ];
};
