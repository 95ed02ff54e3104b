import Box from '@cloudscape-design/components/box';
import { Time } from '../shell/time';

/** Below the name of a job that vanished: it is shown as what it was. Nothing of one that is there. */
export const GoneMark = ({ at }: { at: number | undefined }) =>
  at === undefined ? null : (
    <Box fontSize="body-s" color="text-body-secondary">
      No longer in the account since <Time at={at} />
    </Box>
  );
