/** Jobs that fill the lists of a demo or a benchmark: recorded, and never trained. They carry a tag that says so. */
const generatedTag = 'spotdeck:generated';

export const isGenerated = (tags: Readonly<Record<string, string>> = {}): boolean =>
  Object.hasOwn(tags, generatedTag);

/** Why it has no model, though SageMaker's answer names one. */
export const generatedModelText = (name: string): string =>
  `${name} was generated to fill this list: nothing was trained, and there is no model behind its record.`;
