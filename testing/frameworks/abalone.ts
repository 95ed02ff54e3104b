/** The rows of the abalone examples, for tests of rooms that may not know examples. */
export { abaloneRows } from '../../lib/source/abalone-rows';
