/**
 * Exponential moving average, corrected for its beginning, so that the first values are not drawn towards zero.
 * @param weight of what came before: 0 changes nothing, 0.99 hardly follows
 */
export const smoothed = (values: readonly number[], weight: number): number[] => {
  let sum = 0;
  let share = 0;
  return values.map((value) => {
    sum = weight * sum + (1 - weight) * value;
    share = weight * share + (1 - weight);
    return sum / share;
  });
};
