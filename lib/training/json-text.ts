/** What a text is as JSON; undefined for text that is none, which JSON itself cannot be. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // A SyntaxError is the one thing that it throws.
    return undefined;
  }
};
