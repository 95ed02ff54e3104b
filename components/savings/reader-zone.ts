/** Cookie with the reader's time zone, which only the browser knows. */
export const readerZoneCookie = 'sd-zone';
