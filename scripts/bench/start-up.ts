import { type Figure, secondsFigure } from './figure';
import { type SpotdeckStart } from './spotdeck-process';

/** @param first the start on an empty data folder @param later starts on the data that it left */
export const startUpFigures = (first: SpotdeckStart, later: readonly SpotdeckStart[]): Figure[] => [
  secondsFigure('first start, with the sample data put into S3: to the URL line', [first.urlLine]),
  secondsFigure('first start: to the first page', [first.firstPage]),
  secondsFigure(
    'later start: to the URL line',
    later.map(({ urlLine }) => urlLine),
  ),
  secondsFigure(
    'later start: to the first page',
    later.map(({ firstPage }) => firstPage),
  ),
];
