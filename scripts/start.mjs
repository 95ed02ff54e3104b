/**
 * `npm start`, `spotdeck start`: sets up what is missing, starts the local backend and the dashboard, keeps them running, and ends
 * both on Ctrl-C. Training that is cut off by that resumes at the next start.
 */
import { readOwnSettings } from './own-settings.mjs';
import { ensureBuilt, ensureInstalled, explain, requireNode } from './setup.mjs';
import { requireFreePort, requireWritable, startDashboard, startLocalBackend, urlOf } from './servers.mjs';
import { createSupervisor } from './supervisor.mjs';
import { tightenDataFolder } from './tighten-data-folder.mjs';

const supervisor = createSupervisor();

const main = async () => {
  requireNode();
  process.umask(0o077);
  supervisor.takeSignals();
  const settings = readOwnSettings();
  requireWritable(settings.dataDir);
  tightenDataFolder(settings.dataDir);
  await requireFreePort(settings.host, settings.port, 'PORT');
  await requireFreePort('127.0.0.1', settings.localPort, 'SPOTDECK_LOCAL_PORT');
  await ensureInstalled(supervisor);
  await ensureBuilt(supervisor);
  if (supervisor.ending()) return;
  await Promise.all([
    supervisor.keepRunning(() => startLocalBackend(settings)),
    supervisor.keepRunning(() => startDashboard(settings)),
  ]);
  console.log(`Spotdeck is running at ${urlOf(settings)}`);
};

main().catch(async (error) => {
  // What was ended on the way to its start is no error.
  if (supervisor.ending()) return;
  explain(error);
  await supervisor.end(1);
});
