/** Code that is loaded when it is shown, or what stands in its place: it must not take the page down with it. */
export const lateCode = <Code, Instead>(
  loading: Promise<Code>,
  what: string,
  instead: Instead,
): Promise<Code | Instead> =>
  loading.catch((error: unknown) => {
    console.warn(`${what} could not be loaded:`, error);
    return instead;
  });
