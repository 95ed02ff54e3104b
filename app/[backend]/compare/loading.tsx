import { CompareSkeleton } from '@/components/compare/compare-skeleton';

const Loading = () => <CompareSkeleton />;

export default Loading;
