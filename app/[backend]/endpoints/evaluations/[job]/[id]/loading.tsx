import { EndpointsSkeleton } from '@/components/endpoints/endpoints-skeleton';

const Loading = () => <EndpointsSkeleton title="Evaluation" sections={['Confusion matrix', 'Classes']} />;

export default Loading;
