import { NotFoundPage } from '@/components/shell/not-found-page';

const NotFound = () => <NotFoundPage />;

export default NotFound;
