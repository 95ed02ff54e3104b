export const areUnique = (keys: readonly string[]): boolean => new Set(keys).size === keys.length;
