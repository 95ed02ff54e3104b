import { JobNotFound } from '@/components/jobs/detail/job-not-found';

const NotFound = () => <JobNotFound />;

export default NotFound;
