import { type ReactNode } from 'react';
import { allBackends } from '@/components/shell/backend-choice';
import { listBackends } from '@/lib/backends/list-backends';
import { runAction } from '@/lib/server/run-action';
import { readNoticesAction } from '../[backend]/actions';
import { BackendFrame } from '../[backend]/backend-frame';

/** The frame around pages of several backends; what holds for the dashboard itself is asked beside the local one. */
const AllLayout = async ({ children }: { children: ReactNode }) => {
  const listed = await runAction(listBackends, 'local', {});
  if (!listed.ok) throw new Error(listed.error.message);
  const { backends, current } = listed.value;
  return (
    <BackendFrame
      backends={backends}
      current={{ ...allBackends, simulatedSpotMarket: false, notices: current.notices }}
      readNotices={readNoticesAction.bind(null, 'local')}
    >
      {children}
    </BackendFrame>
  );
};

export default AllLayout;
