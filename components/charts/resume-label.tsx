import { type PlacedLabel } from './label-rows';

const LOWEST = 28;
const ROW_HEIGHT = 14;

/** Above the plot, where it was given its place; nothing where there was no room. */
export const ResumeLabel = ({ place }: { place: PlacedLabel | undefined }) =>
  place && (
    <text x={place.left} y={LOWEST - place.row * ROW_HEIGHT} fontSize={12} fill="var(--chart-resume)">
      {place.text}
    </text>
  );
