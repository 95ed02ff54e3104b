import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as s3 from '@aws-sdk/client-s3';
import * as sagemaker from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { readServiceModel } from './service-model';

const memberOf = (client: object, operation: string, spelled: string) =>
  readServiceModel(client)
    .get(operation)
    ?.members.find((member) => member.spelled === spelled);

describe('the model of a service', () => {
  it('has every operation that the client can send', () => {
    for (const client of [cloudwatch, s3, sagemaker]) {
      const commands = Object.keys(client)
        .filter((name) => name.endsWith('Command') && name !== '$Command')
        .map((name) => name.slice(0, -'Command'.length));
      expect([...readServiceModel(client).keys()].sort()).toEqual(commands.sort());
    }
  });

  it('reaches members through structures, lists and maps', () => {
    expect(memberOf(sagemaker, 'CreateTrainingJob', 'TrainingJobName')).toMatchObject({
      kind: 'text',
      required: true,
      place: 'body',
    });
    const uri = 'InputDataConfig[].DataSource.S3DataSource.S3Uri';
    expect(memberOf(sagemaker, 'CreateTrainingJob', uri)).toMatchObject({ kind: 'text', required: true });
    expect(memberOf(sagemaker, 'CreateTrainingJob', 'HyperParameters')?.kind).toBe('map');
    expect(memberOf(cloudwatch, 'GetMetricData', 'MetricDataQueries[].MetricStat.Period')?.kind).toBe(
      'number',
    );
    expect(memberOf(cloudwatch, 'GetMetricData', 'StartTime')?.kind).toBe('time');
  });

  it('walks a recursive shape once', () => {
    const members =
      readServiceModel(sagemaker)
        .get('Search')
        ?.members.map(({ spelled }) => spelled) ?? [];
    expect(members).toContain('SearchExpression.SubExpressions');
    expect(members.filter((spelled) => spelled.includes('SubExpressions[]'))).toEqual([]);
  });

  it('says where a REST service carries a member', () => {
    expect(readServiceModel(s3).get('PutObject')).toMatchObject({ method: 'PUT' });
    const placeOf = (spelled: string) => {
      const { place, wireName } = memberOf(s3, 'PutObject', spelled)!;
      return [place, wireName];
    };
    expect(placeOf('IfMatch')).toEqual(['header', 'If-Match']);
    expect(placeOf('Metadata')).toEqual(['prefix-headers', 'x-amz-meta-']);
    expect(placeOf('Body')).toEqual(['payload', undefined]);
    expect(placeOf('Key')).toEqual(['path', undefined]);
    expect(memberOf(s3, 'ListObjectsV2', 'Prefix')).toMatchObject({ place: 'query', wireName: 'prefix' });
  });
});
