import { expect, it } from 'vitest';
import { quotaInWords, quotaName, quotaUrl } from './training-quota';

it.each([
  [{ max: 8, used: 2 }, 1, 'Quota on spot: 8 instances, 2 in use.', true],
  [{ max: 8, used: 2 }, 6, 'Quota on spot: 8 instances, 2 in use.', true],
  [{ max: 8, used: 2 }, undefined, 'Quota on spot: 8 instances, 2 in use.', true],
  [{ max: 8, used: 2 }, 7, 'Quota on spot: 8 instances, 2 in use, so a job with 7 is refused.', false],
  [{ max: 1, used: 0 }, 2, 'Quota on spot: 1 instance, 0 in use, so a job with 2 is refused.', false],
  [{ max: 0, used: 0 }, 1, 'Quota on spot: 0 instances, 0 in use, so a job with 1 is refused.', false],
  [{ max: 1, used: 3 }, 1, 'Quota on spot: 1 instance, 3 in use, so a job with 1 is refused.', false],
])('%o, and %s wanted: %s', (quota, wanted, text, isEnough) =>
  expect(quotaInWords(quota, { spot: true, wanted })).toEqual({ text, isEnough }),
);

it('knows the names that AWS has given the quotas, and the console of each partition', () => {
  expect(quotaName('ml.g5.xlarge', true)).toBe('ml.g5.xlarge for spot training job usage');
  expect(quotaName('ml.g5.xlarge', false)).toBe('ml.g5.xlarge for training job usage');
  expect(quotaUrl('eu-west-1', 'L-1')).toBe(
    'https://console.aws.amazon.com/servicequotas/home/services/sagemaker/quotas/L-1?region=eu-west-1',
  );
  expect(quotaUrl('cn-north-1', 'L-1')).toContain('https://console.amazonaws.cn/');
  expect(quotaUrl('us-gov-west-1', 'L-1')).toContain('https://console.amazonaws-us-gov.com/');
});
