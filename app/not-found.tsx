import { NotFoundPage } from '@/components/shell/not-found-page';

const NotFound = () => <NotFoundPage standalone />;

export default NotFound;
