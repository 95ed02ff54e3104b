import { readFileSync, readlinkSync } from 'node:fs';

/** A file system, and a path in it: what `mountinfo` tells of each mount (proc(5)). */
interface Place {
  device: string;
  path: string;
}

const ifThere = (read: () => string): string => {
  try {
    return read();
  } catch {
    // It ended meanwhile, or belongs to somebody else.
    return '';
  }
};

const mountsOf = (pid: number | 'self'): (Place & { at: string })[] =>
  ifThere(() => readFileSync(`/proc/${pid}/mountinfo`, 'utf8'))
    .split('\n')
    .map((line) => line.split(' '))
    .flatMap(([, , device, path, at]) => (device && path && at ? [{ device, path, at }] : []));

const liesIn = (path: string, folder: string): boolean =>
  folder === '/' || path === folder || path.startsWith(`${folder}/`);

const placeOf = (folder: string): Place | undefined => {
  const [mount] = mountsOf('self')
    .filter(({ at }) => liesIn(folder, at))
    .sort((a, b) => b.at.length - a.at.length);
  if (!mount) return undefined;
  const rest = mount.at === '/' ? folder : folder.slice(mount.at.length);
  return { device: mount.device, path: mount.path === '/' ? rest : mount.path + rest };
};

/**
 * Tells of processes whether they have their working folder in a folder of this machine, or see a part of it at another
 * place: a job's program knows its own folders by the container's paths alone. Without /proc the answer is no.
 */
export const worksIn = (folder: string): ((pid: number) => boolean) => {
  const place = placeOf(folder);
  return (pid) =>
    liesIn(
      ifThere(() => readlinkSync(`/proc/${pid}/cwd`)),
      folder,
    ) ||
    (place !== undefined &&
      mountsOf(pid).some(({ device, path }) => device === place.device && liesIn(path, place.path)));
};
