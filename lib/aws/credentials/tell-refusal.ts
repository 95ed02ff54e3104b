import 'server-only';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { awsEnvironment } from '../../env';
import { partitionOf } from '../../training/aws-partitions';
import { isBadToken, isClockOff, readAwsError } from '../read-aws-error';
import { credentialsOf, forgetCredentials, type Holder, readPlan } from './credentials';
import { problemOf } from './credentials-problem';
import { CredentialsProblem, toldIn } from './told-problem';

/**
 * An error of AWS's that is about credentials, told by where they come from; any other as it is. AWS has one answer for
 * a token that is bad and for a Region that the account has not enabled: its first Region tells them apart.
 */
export const tellRefusal = async (
  error: unknown,
  { endpoint, ...place }: Holder & { endpoint?: string },
): Promise<unknown> => {
  const read = readAwsError(error);
  if (endpoint !== undefined || toldIn(error) !== undefined || !isBadToken(read) || isClockOff(read))
    return error;
  const { homeRegion } = partitionOf(place.region);
  if (!/expired/i.test(read.message) && place.region !== homeRegion && (await isGoodIn(homeRegion, place)))
    return new CredentialsProblem(
      {
        code: 'region-disabled',
        reason: `the account has not enabled the Region ${place.region}: AWS takes the same credentials in ${homeRegion}`,
        remedy: `Who administers the account enables it by \`aws account enable-region --region-name ${place.region}\`, or in the console under Account, AWS Regions; that takes some minutes.`,
      },
      error,
    );
  // What is refused now may have been replaced in the files: the next request reads them.
  forgetCredentials(place);
  return new CredentialsProblem(problemOf(error, await readPlan(place), awsEnvironment()), error);
};

const isGoodIn = async (region: string, place: Holder): Promise<boolean> => {
  const client = new STSClient({ region, maxAttempts: 2, credentials: credentialsOf(place) });
  try {
    await client.send(new GetCallerIdentityCommand({}));
    return true;
  } catch {
    // Whatever the reason: that the Region is not enabled is said only where it is known.
    return false;
  } finally {
    client.destroy();
  }
};
