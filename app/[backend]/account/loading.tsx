import { AccountSkeleton } from '@/components/account/account-skeleton';

const Loading = () => <AccountSkeleton />;

export default Loading;
