import { act, Suspense, use } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { expect, it } from 'vitest';
import { isHydrated } from './hydration';

const Late = ({ code }: { code: Promise<string> }) => <p>{use(code)}</p>;
const Page = ({ code }: { code: Promise<string> }) => (
  <main>
    <Suspense fallback="…">
      <Late code={code} />
    </Suspense>
  </main>
);

it('is told of a boundary that is still on its way, and of one whose code comes after the page', async () => {
  const root = document.createElement('div');
  root.innerHTML = '<main><!--$?--><template id="B:0"></template>…<!--/$--></main>';
  expect(isHydrated(root)).toBe(false);

  root.innerHTML = '<main><!--$--><p>here</p><!--/$--></main>';
  let come: (text: string) => void = () => undefined;
  const code = new Promise<string>((resolve) => (come = resolve));
  await act(async () => void hydrateRoot(root, <Page code={code} />));
  expect(isHydrated(root)).toBe(false);
  await act(async () => come('here'));
  expect(isHydrated(root)).toBe(true);
});
