import { LaunchSkeleton } from '@/components/launch/launch-skeleton';

const Loading = () => <LaunchSkeleton />;

export default Loading;
