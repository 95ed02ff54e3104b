import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { stateChange } from '../../testing/aws/account/own-queue';
import { createActionsOf } from '../../testing/dashboard/aws-actions';

const root = fileURLToPath(new URL('../..', import.meta.url));
const useCaseRooms = ['lib/backends', 'lib/endpoints', 'lib/jobs', 'lib/launch', 'lib/savings'];
const actionsOf = createActionsOf(root, [
  ...useCaseRooms,
  ...['lib/aws', 'lib/backfill', 'lib/catalog', 'lib/source', 'lib/story', 'lib/watch'],
]);

/** The files of use cases that pages, actions and routes call: where a person's wish enters. */
const entries = [
  ...new Set(
    readdirSync(path.join(root, 'app'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .flatMap((name) => ts.preProcessFile(readFileSync(path.join(root, 'app', name), 'utf8')).importedFiles)
      .filter(({ fileName }) =>
        /^@\/lib\/(?:backends|backfill|endpoints|jobs|launch|savings)\//.test(fileName),
      )
      .map(({ fileName }) => `${fileName.slice(2)}.ts`),
  ),
];
/** What belongs to launching and deploying; all else that pages do is watching. */
const filesOf = {
  launch: /^lib\/(?:launch\/|jobs\/(?:delete|interrupt|stop|tag)-job)/,
  deploy:
    /^lib\/endpoints\/(?:deploy-job|delete-endpoint|evaluate-endpoint|open-deploy-form|running-evaluations)/,
};
const needed = {
  launch: actionsOf(entries.filter((file) => filesOf.launch.test(file))),
  deploy: actionsOf(entries.filter((file) => filesOf.deploy.test(file))),
  watch: actionsOf(entries.filter((file) => !filesOf.launch.test(file) && !filesOf.deploy.test(file))),
  // Wherever it is reached from: it is called where the settings name a queue, and there alone.
  stateChanges: actionsOf(['lib/aws/event-queue.ts']),
};
const unlessOfQueue = (action: string) => !needed.stateChanges.includes(action);

interface Statement {
  Sid: string;
  Effect: string;
  Action: string[];
  Resource: string | string[];
}
type Document = { Statement: Statement[] };

const read = <Content>(name: string): Content =>
  JSON.parse(readFileSync(path.join(root, 'iam', name), 'utf8')) as Content;
const allowed = (name: string) =>
  [...new Set(read<Document>(`${name}.json`).Statement.flatMap(({ Action }) => Action))].sort();

test('the code is followed down to its calls', () => {
  expect(needed.watch).toContain('sagemaker:Search');
  expect(needed.launch).toContain('iam:PassRole');
  expect(needed.deploy).toContain('sagemaker:InvokeEndpoint');
});

test('who watches may do what watching needs, and changes nothing', () => {
  expect(allowed('watch')).toEqual(needed.watch.filter(unlessOfQueue));
  expect(
    needed.watch
      .filter(unlessOfQueue)
      .filter((action) => !/:(?:Describe|Filter|Get|List|Search|Simulate)/.test(action)),
  ).toEqual([]);
});

test('who watches with a queue of state changes may take its messages as well', () => {
  expect(needed.watch).toEqual(expect.arrayContaining(needed.stateChanges));
  expect(allowed('state-changes')).toEqual(needed.stateChanges);
});

test.each(['launch', 'deploy'] as const)('%s holds what it needs beyond watching, and no more', (name) => {
  expect(allowed(name)).toEqual(needed[name].filter((action) => !needed.watch.includes(action)));
});

test('who plays a story needs no more than to watch, launch and deploy', () => {
  const story = actionsOf(['lib/story/tell-story.ts']);
  expect(story).toEqual(expect.arrayContaining(['sagemaker:CreateTrainingJob', 'sagemaker:CreateEndpoint']));
  const all = new Set(Object.values(needed).flat());
  expect(story.filter((action) => !all.has(action))).toEqual([]);
});

test('the template of CloudFormation holds the same documents', () => {
  const { Resources } = read<{ Resources: Record<string, { Properties: Record<string, unknown> }> }>(
    'cloudformation.json',
  );
  /** What the template's substitutions give in the account that the documents name. */
  const filledIn = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value)
        .replace(/\{"Fn::Sub":("[^"]*")\}/g, '$1')
        .replaceAll('${AWS::Partition}', 'aws')
        .replaceAll('${AWS::AccountId}', '111122223333')
        .replaceAll('${TrainingRoleName}', 'SpotdeckTrainingJobs'),
    );
  for (const [resource, name] of [
    ['WatchPolicy', 'watch'],
    ['LaunchPolicy', 'launch'],
    ['DeployPolicy', 'deploy'],
  ] as const)
    expect(filledIn(Resources[resource]?.Properties.PolicyDocument)).toEqual(read(`${name}.json`));
  const role = Resources.TrainingRole?.Properties;
  expect(filledIn(role?.AssumeRolePolicyDocument)).toEqual(read('execution-role-trust.json'));
  expect(filledIn(role?.Policies)).toEqual([
    { PolicyName: 'Training', PolicyDocument: read('execution-role.json') },
  ]);
});

test('the template of the queue holds the policy of who takes from it, lets the rule alone send, and asks for what is read', () => {
  type Resource = { Properties: Record<string, unknown> };
  const { Resources } = read<{ Resources: Record<string, Resource> }>('state-changes/cloudformation.json');
  const inAccount = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value)
        .replace(/\{"Fn::Sub":("[^"]*")\}/g, '$1')
        .replaceAll('${AWS::Partition}', 'aws')
        .replaceAll('${AWS::AccountId}', '111122223333'),
    );
  const document = Resources.StateChangesPolicy?.Properties.PolicyDocument;
  expect(inAccount(document)).toEqual(read('state-changes.json'));
  const pattern = Resources.Rule?.Properties.EventPattern as Record<string, string[]>;
  const event = JSON.parse(stateChange('a')) as Record<string, string>;
  for (const [member, values] of Object.entries(pattern)) expect(values).toContain(event[member]);
  const source = { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['Rule', 'Arn'] } } };
  for (const name of ['QueuePolicy', 'DeadLettersPolicy']) {
    const { Statement } = Resources[name]?.Properties.PolicyDocument as { Statement: object[] };
    expect(Statement.filter((one) => 'Effect' in one && one.Effect === 'Allow')).toMatchObject([
      { Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Condition: source },
    ]);
  }
  const terraform = readFileSync(path.join(root, 'iam/state-changes/main.tf'), 'utf8');
  for (const text of [...Object.values(pattern).flat(), 'aws:SourceArn', '../state-changes.json'])
    expect(terraform).toContain(text);
  for (const file of ['state-changes/cloudformation.json', 'state-changes/main.tf']) {
    const named = /spotdeck-state-changes(?=")/.exec(readFileSync(path.join(root, 'iam', file), 'utf8'));
    expect(read<Document>('state-changes.json').Statement[0]?.Resource).toMatch(
      new RegExp(`:${named?.[0]}$`),
    );
  }
});
