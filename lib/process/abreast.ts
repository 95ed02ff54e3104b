/**
 * What `act` gives for each, in their order, so many at a time. Fails with the first failure.
 * @param limit how many are acted on at once
 */
export const mapAbreast = async <One, Result>(
  of: readonly One[],
  limit: number,
  act: (one: One, index: number) => Promise<Result>,
): Promise<Result[]> => {
  const results = new Array<Result>(of.length);
  const waiting = of.entries();
  const work = async () => {
    for (const [index, one] of waiting) results[index] = await act(one, index);
  };
  await Promise.all(Array.from({ length: limit }, work));
  return results;
};
