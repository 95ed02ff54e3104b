import { render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { type AccountView } from '@/lib/training/account';
import { AccountPage } from './account-page';

vi.mock('next/navigation', () => ({ useRouter: () => ({ refresh: () => {} }) }));
afterEach(() => vi.useRealTimers());

const never = () => new Promise<never>(() => undefined);
const shown = (view: Partial<AccountView>) =>
  render(
    <AccountPage
      backendLabel="Ireland · eu-west-1"
      initial={{
        ok: true,
        value: {
          ...{ accountId: '111122223333', arn: 'arn:aws:sts::111122223333:assumed-role/A/me', alias: {} },
          ...{ region: 'eu-west-1', partition: 'AWS (aws)', source: 'keys', roles: [], addresses: [] },
          ...view,
        },
      }}
      read={never}
      check={never}
    />,
  ).container;
const fact = (label: string) => screen.getByText(label).parentElement?.parentElement?.textContent ?? '';

const hourMs = 3_600_000;
const yearOf = (at: number) => String(new Date(at).getFullYear());

it('names the source of temporary credentials with when they end, and when a sign-in does', () => {
  const until = Date.now() + hourMs;
  shown({
    source: 'IAM Identity Center, session "corp" at https://corp.awsapps.com/start',
    ...{ until, signInUntil: until + 7 * hourMs, command: 'aws sso login --profile corp' },
  });
  expect(fact('By')).toContain('IAM Identity Center, session "corp"');
  const times = [...document.querySelectorAll('time')].map((time) => Date.parse(time.dateTime));
  expect(times).toEqual([until, until + 7 * hourMs]);
  expect(fact('Credentials end')).toContain('renewed by themselves until then');
  expect(fact('Signed in until')).toContain(yearOf(until));
  expect(fact('To sign in again')).toContain('aws sso login --profile corp');
});

it('says of keys that they do not end, and of a role how it was taken', () => {
  shown({
    source: 'the profile "admin": the role of the instance that Spotdeck runs on',
    roles: [{ profile: 'admin', roleArn: 'arn:aws:iam::111122223333:role/Admin' }],
  });
  expect(fact('Credentials end')).toContain('not by themselves');
  expect(fact('By')).toContain('The profile "admin": the role of the instance');
  expect(fact('Role taken by the profile “admin”')).toContain('role/Admin');
  expect(screen.queryByText('To sign in again')).toBeNull();
});
