import { notFound } from 'next/navigation';

/** An address that leads nowhere keeps the frame of its backend around it. */
const Nowhere = () => notFound();

export default Nowhere;
