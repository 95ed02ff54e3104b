/** Least and greatest of values; undefined of none. Not Math.min(...values): a curve may have more than a call takes. */
export const extentOf = (values: readonly number[]): [least: number, greatest: number] | undefined => {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  return least > greatest ? undefined : [least, greatest];
};
