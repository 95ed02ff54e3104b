/** The report groups jobs by up to so many leading parts of their names. */
export const maxNameParts = 5;

/**
 * Lengths, in characters, of a name's first part, its first two and so on up to `maxNameParts`, as hyphens divide
 * it. A name of fewer parts is whole from its last part on.
 */
export const leadingPartLengths = (name: string): number[] => {
  const lengths: number[] = [];
  let length = -1;
  const parts = name.split('-');
  for (let part = 0; part < maxNameParts; part += 1) {
    const next = parts[part];
    // Counted as SQL counts: by code points.
    if (next !== undefined) length += 1 + [...next].length;
    lengths.push(length);
  }
  return lengths;
};
