export { parseJobView } from '@/components/jobs/detail/job-view';
