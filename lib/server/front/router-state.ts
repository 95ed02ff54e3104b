import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js';

/**
 * Next's own navigation sends along, as a header, the tree of segments that it shows, and answers 500 to one that it
 * cannot read. This asks Next itself beforehand, so that the two never differ.
 * @param header absent where the request is no such navigation
 */
export const isRouterState = (header: string | string[] | undefined): boolean => {
  try {
    parseAndValidateFlightRouterState(header);
    return true;
  } catch {
    // Next's reason would name its insides.
    return false;
  }
};
