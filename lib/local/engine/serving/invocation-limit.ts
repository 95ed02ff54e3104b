import { AwsError } from '../../core/aws-error';

/** Holds variants to the number of invocations that they may do at a time. */
export interface InvocationLimit {
  /** Throws ThrottlingException, and does nothing, where `max` are under way already. */
  within<Reply>(variant: string, max: number | undefined, work: () => Promise<Reply>): Promise<Reply>;
}

export const createInvocationLimit = (): InvocationLimit => {
  const underWay = new Map<string, number>();
  return {
    async within(variant, max, work) {
      const before = underWay.get(variant) ?? 0;
      if (max !== undefined && before >= max) throw new AwsError('ThrottlingException', 'Rate exceeded');
      underWay.set(variant, before + 1);
      try {
        return await work();
      } finally {
        const left = (underWay.get(variant) ?? 1) - 1;
        if (left > 0) underWay.set(variant, left);
        else underWay.delete(variant);
      }
    },
  };
};
