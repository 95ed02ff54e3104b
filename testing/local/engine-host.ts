/**
 * For the tests that kill a backend: an engine as a process of its own. Arguments: data folder, then `launch`
 * with a job's name and script, or `recover`. Prints `ready`; ends orderly when SIGTERM comes.
 */
import { openHarness } from './engine-harness';

const [dataDir = '', command, name = '', script = '', spot] = process.argv.slice(2);
const harness = openHarness(dataDir);
if (command === 'launch') {
  await harness.launch(name, script, (request) => {
    request.EnableManagedSpotTraining = spot === 'spot';
  });
} else {
  await harness.engine.recover();
}
process.on('SIGTERM', () => void harness.engine.close().then(() => process.exit(0)));
setInterval(() => {}, 60_000);
console.log('ready');
