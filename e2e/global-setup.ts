import { ensureBuilt } from '../scripts/setup.mjs';

/** Builds what the tests start, once, before two workers would do so at the same time. */
const globalSetup = () => ensureBuilt();

export default globalSetup;
