import { JobPageSkeleton } from '@/components/jobs/detail/job-page-skeleton';

const Loading = () => <JobPageSkeleton />;

export default Loading;
