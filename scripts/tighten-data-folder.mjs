/** Takes the data folder's rights from everybody but its owner: what the dashboard and earlier versions left open. */
import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** What Spotdeck keeps beside the local backend's folder, which that one tightens itself. */
const ours = /^(local|set-aside|catalog\.sqlite.*|prices\.json.*|before-restore-.*)$/;

/** A folder that holds other things as well is somebody else's: then only what is ours in it is tightened. */
export const tightenDataFolder = (folder) => {
  if (process.platform === 'win32') return;
  const names = readdirSync(folder);
  for (const name of names.filter((one) => ours.test(one))) {
    const status = lstatSync(path.join(folder, name));
    if (status.isFile()) chmodSync(path.join(folder, name), 0o600);
    else if (status.isDirectory() && name !== 'local') chmodSync(path.join(folder, name), 0o700);
  }
  const isOurs = names.every((name) => ours.test(name)) && lstatSync(folder).uid === process.getuid();
  if (isOurs) chmodSync(folder, 0o700);
};
