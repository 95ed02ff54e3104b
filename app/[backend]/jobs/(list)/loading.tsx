import { JobsLoading } from '@/components/jobs/list/jobs-loading';

const Loading = () => <JobsLoading />;

export default Loading;
