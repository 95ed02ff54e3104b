import { WasteSkeleton } from '@/components/waste/waste-skeleton';

const Loading = () => <WasteSkeleton />;

export default Loading;
