import { ReportSkeleton } from '@/components/savings/report-skeleton';

const Loading = () => <ReportSkeleton />;

export default Loading;
