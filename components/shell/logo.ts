import { pictureColours } from './picture-colours';

/** The mark beside the product's name: a curve that breaks where an instance was taken, and goes on. */
export const logo = {
  // The product's name stands beside it.
  alt: '',
  src: `data:image/svg+xml,${encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32" fill="none" stroke-width="3.4" stroke-linecap="round" stroke-linejoin="round">' +
      `<path d="M3 24 11 12l4.500 5.600" stroke="${pictureColours.curve}"/><path d="m20.500 16.500 8-10.500" stroke="${pictureColours.curveAfter}"/><circle cx="18" cy="20.800" r="2.800" fill="${pictureColours.loss}"/></svg>`,
  )}`,
};
