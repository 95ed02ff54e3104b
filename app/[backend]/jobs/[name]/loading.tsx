import { JobPageSkeleton } from '@/components/jobs/detail/job-and-skeleton';

const Loading = () => <JobPageSkeleton />;

export default Loading;
