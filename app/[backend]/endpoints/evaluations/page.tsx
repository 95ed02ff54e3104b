import { redirect } from 'next/navigation';

/** The evaluations are listed on the endpoints' page. */
const Page = async ({ params }: { params: Promise<{ backend: string }> }) =>
  redirect(`/${(await params).backend}/endpoints`);

export default Page;
