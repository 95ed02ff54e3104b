'use client';

import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import styles from './app-frame.module.css';
import {
  allBackends,
  samePageOn,
  shortLabelOf,
  type BackendChoice,
  type CurrentBackend,
} from './backend-choice';
import { logo } from './logo';
import { CommandMenu } from './palette/command-menu';
import { type FindJobs } from './palette/found-jobs';
import { themeChoices } from './theme';
import { useTheme } from './theme-provider';

interface TopBarProps {
  backends: readonly BackendChoice[];
  current: CurrentBackend;
  findJobs: FindJobs;
}

/** The bar above every page: home, which backend is shown, light or dark. */
export const TopBar = ({ backends, current, findJobs }: TopBarProps) => {
  const router = useRouter();
  const pathname = usePathname();
  const home = `/${current.slug}/jobs`;
  const { choice, choose } = useTheme();
  return (
    <header className={`${styles.topBar} awsui-context-top-navigation`}>
      <Link href={home} prefetch={false} className={styles.identity} aria-label="Spotdeck">
        {/* eslint-disable-next-line @next/next/no-img-element -- it is part of the document */}
        <img src={logo.src} alt={logo.alt} width={32} height={32} />
        <span>Spotdeck</span>
      </Link>
      <div className={styles.menus}>
        <CommandMenu backends={backends} current={current} findJobs={findJobs} />
        <ButtonDropdown
          ariaLabel={`Backend: ${current.label}`}
          items={groupsOf(backends, current)}
          onItemClick={({ detail }) => router.push(samePageOn(pathname + location.search, detail.id))}
        >
          {shortLabelOf(current)}
        </ButtonDropdown>
        <ButtonDropdown
          ariaLabel="Theme"
          items={themeChoices.map(({ id, text }) => ({
            id,
            text,
            itemType: 'checkbox' as const,
            checked: id === choice,
          }))}
          onItemClick={({ detail }) => {
            const theme = themeChoices.find(({ id }) => id === detail.id);
            if (theme) choose(theme.id);
          }}
        >
          Theme
        </ButtonDropdown>
      </div>
    </header>
  );
};

const groupsOf = (backends: readonly BackendChoice[], current: CurrentBackend) => {
  const items = (of: (backend: BackendChoice) => boolean) =>
    backends.filter(of).map(({ slug, label, unavailable }) => ({
      id: slug,
      text: label,
      itemType: 'checkbox' as const,
      checked: slug === current.slug,
      disabled: unavailable !== undefined,
      ...(unavailable && { disabledReason: `${unavailable.reason} ${unavailable.remedy}` }),
    }));
  const others = items(({ isOtherAccount }) => isOtherAccount === true);
  const isUnavailable = backends.some(({ unavailable }) => unavailable);
  return [
    {
      text: 'Together',
      items: [
        {
          id: allBackends.slug,
          text: allBackends.label,
          itemType: 'checkbox' as const,
          checked: current.slug === allBackends.slug,
        },
      ],
    },
    { text: 'On this machine', items: items(({ slug }) => slug === 'local') },
    ...(others.length === 0 ? [] : [{ text: 'Other accounts and profiles', items: others }]),
    {
      text: isUnavailable ? 'AWS Regions (unavailable: no credentials)' : 'AWS Regions',
      items: items(({ slug, isOtherAccount }) => slug !== 'local' && !isOtherAccount),
    },
  ];
};
