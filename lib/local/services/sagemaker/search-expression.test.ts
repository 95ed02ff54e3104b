import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileExpression } from './search-expression';
import type { SearchExpression, SearchFilter } from './search-input';
import type { SearchTarget } from './search-property';

const job: SearchTarget = {
  TrainingJobName: 'mnist-spot-1',
  TrainingJobStatus: 'Completed',
  CreationTime: new Date('2026-11-23T20:00:00.500Z'),
  BillableTimeInSeconds: 143,
  EnableManagedSpotTraining: true,
  HyperParameters: { epochs: '10', 'learning-rate': '0.35', optimizer: 'adam', 'a.b': 'dotted' },
  ResourceConfig: { InstanceType: 'ml.g5.xlarge', InstanceCount: 1 },
  ModelArtifacts: { S3ModelArtifacts: 's3://b/out/mnist-spot-1/output/model.tar.gz' },
  InputDataConfig: [
    {
      ChannelName: 'training',
      DataSource: { S3DataSource: { S3Uri: 's3://b/train', S3DataType: 'S3Prefix' } },
    },
    {
      ChannelName: 'test',
      DataSource: { S3DataSource: { S3Uri: 's3://b/test', S3DataType: 'ManifestFile' } },
    },
  ],
  FinalMetricDataList: [{ MetricName: 'val:acc', Value: Math.fround(0.8339), Timestamp: new Date(0) }],
  Tags: [
    { Key: 'Project', Value: 'digits' },
    { Key: 'team.name', Value: 'vision' },
  ],
};

const holds = (expression: SearchExpression) => compileExpression(expression)(job);
const filter = (Name: string, Operator?: SearchFilter['Operator'], Value?: string) =>
  holds({ Filters: [{ Name, Operator, Value }] });

describe('a filter', () => {
  test.each<[boolean, string, SearchFilter['Operator'], string?]>([
    [true, 'TrainingJobStatus', 'Equals', 'Completed'],
    [true, 'TrainingJobStatus', undefined, 'Completed'],
    [false, 'TrainingJobStatus', 'Equals', 'Failed'],
    [true, 'TrainingJobStatus', 'NotEquals', 'Failed'],
    [true, 'TrainingJobStatus', 'In', 'Failed, Completed'],
    [false, 'TrainingJobStatus', 'In', 'Failed,Stopped'],
    [true, 'TrainingJobName', 'Contains', 'spot'],
    [false, 'TrainingJobName', 'Contains', 'demand'],
    [true, 'CreationTime', 'GreaterThan', '2026-11-23T20:00:00'],
    [false, 'CreationTime', 'GreaterThan', '2026-11-23T20:00:01'],
    [true, 'CreationTime', 'LessThanOrEqualTo', '2026-11-23T20:00:00.500Z'],
    [true, 'BillableTimeInSeconds', 'GreaterThanOrEqualTo', '143'],
    [false, 'BillableTimeInSeconds', 'LessThan', '143'],
    [true, 'BillableTimeInSeconds', 'Exists'],
    [true, 'TrainingTimeInSeconds', 'NotExists'],
    [false, 'TrainingTimeInSeconds', 'Exists'],
    [true, 'TrainingTimeInSeconds', 'NotEquals', '1'],
    [false, 'TrainingTimeInSeconds', 'GreaterThan', '0'],
    [true, 'EnableManagedSpotTraining', 'Equals', 'true'],
    [true, 'HyperParameters.epochs', 'GreaterThan', '9'],
    [true, 'HyperParameters.epochs', 'Equals', '10'],
    [true, 'HyperParameters.learning-rate', 'LessThan', '0.5'],
    [true, 'HyperParameters.learning-rate', 'Equals', '0'],
    [true, 'HyperParameters.optimizer', 'Equals', 'adam'],
    [false, 'HyperParameters.optimizer', 'GreaterThan', '1'],
    [true, 'HyperParameters.a.b', 'Equals', 'dotted'],
    [false, 'HyperParameters.constructor', 'Exists'],
    [true, 'Tags.Project', 'Equals', 'digits'],
    [true, 'Tags.team.name', 'Contains', 'vis'],
    [true, 'Tags.Owner', 'NotExists'],
    [true, 'Metrics.val:acc', 'Equals', '0.8339'],
    [true, 'Metrics.val:acc', 'GreaterThan', '0.8'],
    [true, 'ModelArtifacts.S3ModelArtifacts', 'Contains', 'model.tar.gz'],
    [true, 'ResourceConfig.InstanceType', 'Equals', 'ml.g5.xlarge'],
    [true, 'InputDataConfig.DataSource.S3DataSource.S3Uri', 'Equals', 's3://b/test'],
    [false, 'InputDataConfig.DataSource.S3DataSource.S3Uri', 'NotEquals', 's3://b/test'],
  ])('is %s for %s %s %s', (expected, name, operator, value) => {
    expect(filter(name, operator, value)).toBe(expected);
  });

  test.each<[string, SearchFilter, string]>([
    ['an unknown property', { Name: 'Colour', Value: 'red' }, 'Unknown property name: Colour'],
    [
      'an order of texts',
      { Name: 'TrainingJobName', Operator: 'GreaterThan', Value: 'a' },
      'not supported for text',
    ],
    ['a time that is none', { Name: 'CreationTime', Operator: 'GreaterThan', Value: 'noon' }, 'ISO 8601'],
    [
      'a number that is none',
      { Name: 'BillableTimeInSeconds', Operator: 'Equals', Value: 'many' },
      'an integer',
    ],
    [
      'Contains of a number',
      { Name: 'BillableTimeInSeconds', Operator: 'Contains', Value: '1' },
      'not supported',
    ],
    ['a comparison without a value', { Name: 'TrainingJobName', Operator: 'Equals' }, 'needs a Value'],
  ])('refuses %s', (_what, wrong, message) => {
    expect(() => compileExpression({ Filters: [wrong] })).toThrow(message);
  });
});

describe('an expression', () => {
  const yes = { Name: 'TrainingJobName', Operator: 'Exists' } as const;
  const no = { Name: 'TrainingJobName', Operator: 'NotExists' } as const;

  test('nested filters must all hold for one element', () => {
    const nested = (uri: string, type: string): SearchExpression => ({
      NestedFilters: [
        {
          NestedPropertyName: 'InputDataConfig',
          Filters: [
            { Name: 'InputDataConfig.DataSource.S3DataSource.S3Uri', Operator: 'Equals', Value: uri },
            { Name: 'InputDataConfig.DataSource.S3DataSource.S3DataType', Operator: 'Equals', Value: type },
          ],
        },
      ],
    });
    expect(holds(nested('s3://b/test', 'ManifestFile'))).toBe(true);
    expect(holds(nested('s3://b/test', 'S3Prefix'))).toBe(false);
  });

  test('takes one Contains, and at least one and at most 50 parts', () => {
    const contains = { Name: 'TrainingJobName', Operator: 'Contains', Value: 'a' } as const;
    expect(() => compileExpression({ Filters: [contains, contains] })).toThrow(
      "'CONTAINS' operator usage limit of 1 exceeded.",
    );
    expect(() => compileExpression({})).toThrow('at least one filter');
    const seventeen = { Filters: Array<SearchFilter>(16).fill(yes) };
    expect(() => compileExpression({ SubExpressions: [seventeen, seventeen, seventeen] })).toThrow(
      'must not exceed 50',
    );
  });

  test('And, Or and nesting give what a truth table gives', () => {
    interface Truth {
      value: boolean;
      expression: SearchExpression;
    }
    const leaf = fc.boolean().map((value): SearchFilter => (value ? yes : no));
    const { tree } = fc.letrec<{ tree: Truth }>((tie) => ({
      tree: fc
        .record({
          filters: fc.array(leaf, { minLength: 1, maxLength: 4 }),
          parts: fc.oneof(
            { maxDepth: 3 },
            fc.constant<Truth[]>([]),
            fc.array(tie('tree'), { minLength: 1, maxLength: 2 }),
          ),
          operator: fc.constantFrom('And' as const, 'Or' as const, undefined),
        })
        .map(({ filters, parts, operator }) => {
          const values = [...filters.map((one) => one === yes), ...parts.map((part) => part.value)];
          const subexpressions = parts.map((part) => part.expression);
          return {
            value: operator === 'Or' ? values.includes(true) : !values.includes(false),
            expression: {
              Filters: filters,
              Operator: operator,
              ...(subexpressions.length > 0 && { SubExpressions: subexpressions }),
            },
          };
        }),
    }));
    const count = ({ Filters = [], SubExpressions = [] }: SearchExpression): number =>
      Filters.length + SubExpressions.reduce((sum, part) => sum + 1 + count(part), 0);
    fc.assert(
      fc.property(tree, ({ value, expression }) => {
        fc.pre(count(expression) <= 50);
        expect(holds(expression)).toBe(value);
      }),
    );
  });
});
