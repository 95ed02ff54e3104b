import { JobsLoading } from '@/components/jobs/list/list-and-skeleton';

const Loading = () => <JobsLoading />;

export default Loading;
