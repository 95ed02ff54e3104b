/**
 * Which variant gets the next invocation: smooth weighted round robin, so that over any stretch each variant gets
 * its share of the traffic to within one invocation, and none waits for luck.
 */
export interface VariantChoice {
  /** The name of a variant with a weight above 0; undefined where there is none. */
  next(variants: readonly { name: string; weight: number }[]): string | undefined;
}

export const createVariantChoice = (): VariantChoice => {
  let credits = new Map<string, number>();
  return {
    next(variants) {
      const candidates = variants.filter(({ weight }) => weight > 0);
      const total = candidates.reduce((sum, { weight }) => sum + weight, 0);
      const raised = candidates.map(({ name, weight }) => ({
        name,
        credit: (credits.get(name) ?? 0) + weight,
      }));
      const best = raised.reduce<(typeof raised)[number] | undefined>(
        (most, one) => (most === undefined || one.credit > most.credit ? one : most),
        undefined,
      );
      if (best) best.credit -= total;
      credits = new Map(raised.map(({ name, credit }) => [name, credit]));
      return best?.name;
    },
  };
};
