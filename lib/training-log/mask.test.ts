import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answerOf, createTextLines } from './corpus';
import { createMasker } from './mask';
import { readTrainingLog } from './reader';

describe('masking a log', () => {
  it.each([
    ['account', 'role arn:aws:iam::123456789012:role/MyTeamRole assumed', ['123456789012', 'MyTeamRole']],
    ['account alone', 'account 123456789012 is used', ['123456789012']],
    [
      'bucket',
      'copying s3://acme-secret-data/projects/lion/train.csv',
      ['acme-secret-data', 'projects', 'lion', 'train.csv'],
    ],
    [
      'registry',
      'image 123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme-train:7',
      ['123456789012', 'eu-west-1'],
    ],
    ['host', 'listening on ip-10-20-30-40.eu-west-1.compute.internal port 80', ['10-20-30-40', 'eu-west-1']],
    ['ip', 'peer 10.20.30.40:2222 joined', ['10.20.30.40']],
    ['path', 'reading /home/jane/acme/lion.parquet', ['jane', 'acme', 'lion']],
    ['mail', 'owner jane.doe+ml@acme.example.com', ['jane', 'acme']],
    ['access key', 'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE', ['AKIAIOSFODNN7EXAMPLE']],
    ['secret', 'aws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY', ['wJalr']],
    ['token', 'token: hf_abcdefghijklmnopqrstuvwxyz012345', ['abcdefghij']],
    ['url', 'GET https://internal.acme.example/api/v1/users?id=7', ['acme', 'users']],
  ])('%s', (_, line, names) => {
    const masked = createMasker().mask(line);
    for (const name of names) expect(masked).not.toContain(name);
  });

  it('keeps values, epochs and the names of checkpoints', () => {
    const { mask } = createMasker();
    for (const line of [
      'Epoch 3/10 - loss: 0.5123 - val_acc: 91.2%',
      "{'loss': 0.6931, 'learning_rate': 3.93e-05, 'epoch': 0.64}",
      'Saving model checkpoint to /opt/ml/checkpoints/checkpoint-500',
      '[1,0]<stdout>:Train Epoch: 1 [7680/30000 (26%)]\tLoss: 0.127660',
      ' 64%|██████▍   | 500/781 [08:20<04:41,  1.00s/it]',
    ]) {
      expect(mask(line)).toBe(line);
    }
  });

  it('gives one name one mask', () => {
    const { mask } = createMasker();
    expect(mask('s3://acme/a')).toBe(mask('s3://acme/a'));
    expect(mask('s3://acme/a')).not.toBe(mask('s3://other/a'));
  });

  const folder = new URL('../../testing/training-log/samples/', import.meta.url);
  it.each(readdirSync(folder).filter((name) => name !== 'README.md'))(
    '%s reads the same when masked',
    (name) => {
      const lines = readFileSync(new URL(`${name}/log.txt`, folder), 'utf8')
        .trimEnd()
        .split('\n');
      const { mask } = createMasker();
      const answer = (texts: readonly string[]) => {
        const lineOf = createTextLines();
        return answerOf(readTrainingLog(texts.map((text) => lineOf(text))));
      };
      expect(answer(lines.map(mask))).toEqual(answer(lines));
    },
  );

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => createMasker().mask(text).length >= 0));
    for (const part of ['/', 'a/', 's3://', '1.', ':', '@', 'a@', 'eyJ', 'token=', '0:']) {
      expect(createMasker().mask(part.repeat(100_000)).length).toBeGreaterThan(0);
    }
  }, 60_000);
});
