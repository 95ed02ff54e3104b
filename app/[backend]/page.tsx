import { redirect } from 'next/navigation';

const BackendHome = async ({ params }: { params: Promise<{ backend: string }> }) =>
  redirect(`/${(await params).backend}/jobs`);

export default BackendHome;
