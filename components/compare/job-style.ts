/** How jobs are told apart: five colours, and four kinds of dashes for the jobs beyond them. */
const DASHES = ['', '6 3', '2 3', '10 3 2 3'];
const COLORS = 5;

export const jobStyle = (index: number): { color: string; dash: string } => ({
  color: `var(--series-${(index % COLORS) + 1})`,
  dash: DASHES[Math.floor(index / COLORS) % DASHES.length] ?? '',
});
