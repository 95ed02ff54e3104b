import { redirect } from 'next/navigation';

const Home = () => redirect('/local/jobs');

export default Home;
