export { parseJobView } from '@/lib/urls/job-view';
