/** What a tab says of its job: in its title, and by the colour of its icon. */
import { pictureColours } from '@/components/shell/picture-colours';
import { type Outcome, type StatusDescription } from '@/lib/training/status';

const signs: Partial<Record<Outcome, string>> = {
  interrupted: '⏸',
  completed: '✓',
  failed: '✗',
  stopped: '■',
  'max-runtime-exceeded': '■',
  'max-wait-exceeded': '■',
};

/** @param share that is trained, 0 to 1 */
export const tabTitle = (
  name: string,
  { outcome, label }: Pick<StatusDescription, 'outcome' | 'label'>,
  share?: number,
): string => {
  const isTraining = outcome === 'training' && share !== undefined;
  const state = isTraining ? `${Math.floor(share * 100)} %` : (signs[outcome] ?? label);
  return `${state} ${name} · Spotdeck`;
};

const colors: Partial<Record<Outcome, string>> = {
  training: pictureColours.training,
  interrupted: pictureColours.interrupted,
  completed: pictureColours.completed,
  failed: pictureColours.failed,
  stopped: pictureColours.other,
  'max-runtime-exceeded': pictureColours.other,
  'max-wait-exceeded': pictureColours.late,
};

/** The site's icon with a dot of the state's colour, as a data address. */
export const tabIcon = (outcome: Outcome): string => {
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="${pictureColours.ground}"/>` +
    `<path d="M4 20 11 9.5l4 5" fill="none" stroke="${pictureColours.curve}" stroke-width="3"/>` +
    `<circle cx="22" cy="22" r="8" fill="${colors[outcome] ?? pictureColours.other}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
};
