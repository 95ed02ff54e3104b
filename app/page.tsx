import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { openHome } from '@/lib/backends/open-home';
import { runAction } from '@/lib/server/run-action';
import { lastPlaceCookie } from '@/lib/training/last-place';

const Home = async () => {
  const lastPlace = (await cookies()).get(lastPlaceCookie)?.value;
  const home = await runAction(openHome, 'local', { ...(lastPlace !== undefined && { lastPlace }) });
  redirect(home.ok ? home.value : '/local/jobs');
};

export default Home;
