import type { RpcService } from '../../wire/service';

/** STS as far as clients need it to learn whose credentials they hold. */
export const createStsService = (): RpcService => ({
  queryVersion: '2011-06-15',
  queryNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  signingNames: ['sts'],
  operations: {
    // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    GetCallerIdentity: (_input, { accountId }) => ({
      Arn: `arn:aws:iam::${accountId}:user/spotdeck`,
      UserId: 'AIDASPOTDECKLOCAL0000',
      Account: accountId,
    }),
  },
});
