import { EndpointNotFound } from '@/components/endpoints/endpoint-not-found';

const NotFound = () => <EndpointNotFound />;

export default NotFound;
