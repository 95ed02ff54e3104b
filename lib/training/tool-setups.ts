/**
 * How each tool of AWS is pointed at a backend, as text to copy. The page, docs/your-own-tools.md and the test that
 * runs the lines all read this. Pure text.
 */
export interface ToolTarget {
  region: string;
  /** Base URL of a backend that is not AWS's own; absent for a Region of AWS. */
  endpointUrl?: string;
  /** The bucket that SageMaker's SDKs use where none is named. */
  bucket: string;
}

export interface ToolSetup {
  /** Names the tool in a link: `#boto3`. */
  id: ToolId;
  title: string;
  /** What the reader should know before copying. */
  about: string;
  snippets: { label: string; text: string }[];
}

export type ToolId =
  'aws-cli' | 'boto3' | 'javascript' | 'sagemaker-v2' | 'sagemaker-v3' | 'rclone' | 's3cmd' | 'terraform';

const anyCredentials = 'Any credentials will do: the local backend reads none of them.';

export const toolSetups = (target: ToolTarget): ToolSetup[] =>
  target.endpointUrl === undefined ? awsSetups(target) : localSetups({ ...target, url: target.endpointUrl });

type LocalTarget = ToolTarget & { url: string };

const exports = ({ url, region }: LocalTarget): string =>
  [
    `export AWS_ENDPOINT_URL=${url}`,
    'export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local',
    `export AWS_DEFAULT_REGION=${region}`,
  ].join('\n');

const pythonExports = ({ url, region }: LocalTarget): string =>
  [
    'import os',
    'os.environ.update(',
    `    AWS_ENDPOINT_URL="${url}",`,
    '    AWS_ACCESS_KEY_ID="local",',
    '    AWS_SECRET_ACCESS_KEY="local",',
    `    AWS_DEFAULT_REGION="${region}",`,
    ')',
  ].join('\n');

const localSetups = (target: LocalTarget): ToolSetup[] => {
  const { url, region, bucket } = target;
  const host = url.replace(/^https?:\/\//, '');
  return [
    {
      id: 'aws-cli',
      title: 'AWS CLI',
      about: `Version 1 since 1.29 and version 2 since 2.13 read the address from the environment. ${anyCredentials}`,
      snippets: [
        { label: 'Point the shell at this backend', text: exports(target) },
        {
          label: 'Look around',
          text: [
            'aws sagemaker list-training-jobs',
            `aws s3 ls s3://${bucket}`,
            'aws logs describe-log-groups',
          ].join('\n'),
        },
        {
          label: 'Older versions: name the address with each command',
          text: `aws --endpoint-url ${url} --region ${region} sagemaker list-training-jobs`,
        },
      ],
    },
    {
      id: 'boto3',
      title: 'boto3',
      about: `Give each client the address, or set AWS_ENDPOINT_URL (since 1.28). ${anyCredentials}`,
      snippets: [
        {
          label: 'Python',
          text: [
            'import boto3',
            '',
            'local = dict(',
            `    endpoint_url="${url}",`,
            `    region_name="${region}",`,
            '    aws_access_key_id="local",',
            '    aws_secret_access_key="local",',
            ')',
            'sagemaker = boto3.client("sagemaker", **local)',
            's3 = boto3.client("s3", **local)',
            '',
            'print([job["TrainingJobName"] for job in sagemaker.list_training_jobs()["TrainingJobSummaries"]])',
            'print([one["Name"] for one in s3.list_buckets()["Buckets"]])',
          ].join('\n'),
        },
      ],
    },
    {
      id: 'javascript',
      title: 'AWS SDK for JavaScript',
      about: `Version 3. S3 wants path-style addresses here. ${anyCredentials}`,
      snippets: [
        {
          label: 'JavaScript',
          text: [
            "import { ListTrainingJobsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';",
            "import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';",
            '',
            'const local = {',
            `  endpoint: '${url}',`,
            `  region: '${region}',`,
            "  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },",
            '};',
            'const sagemaker = new SageMakerClient(local);',
            'const s3 = new S3Client({ ...local, forcePathStyle: true });',
            '',
            'const { TrainingJobSummaries } = await sagemaker.send(new ListTrainingJobsCommand({}));',
            'console.log(TrainingJobSummaries.map((job) => job.TrainingJobName));',
            'const { Buckets } = await s3.send(new ListBucketsCommand({}));',
            'console.log(Buckets.map((bucket) => bucket.Name));',
          ].join('\n'),
        },
      ],
    },
    {
      id: 'sagemaker-v2',
      title: 'SageMaker Python SDK 2',
      about:
        'Name the default bucket: without one the SDK asks AWS itself for the account, at an address of STS that is ' +
        'fixed in its code. A notebook that is not to be changed finds it as DefaultS3Bucket in the SDK’s configuration. ' +
        'A Python environment of the same framework stands in for the image; images are not pulled. The SDK sends ' +
        'telemetry to AWS unless its configuration says TelemetryOptOut: true.',
      snippets: [
        {
          label: 'Python',
          text: [
            pythonExports(target),
            '',
            'import sagemaker',
            'from sagemaker.estimator import Estimator',
            '',
            `session = sagemaker.Session(default_bucket="${bucket}")`,
            'data = session.upload_data("train.py", key_prefix="data/own-tools")',
            'estimator = Estimator(',
            `    image_uri="763104351884.dkr.ecr.${region}.amazonaws.com/pytorch-training:2.8.0-cpu-py312",`,
            '    role="arn:aws:iam::000000000000:role/spotdeck",',
            '    entry_point="train.py",',
            '    instance_type="ml.m5.xlarge",',
            '    instance_count=1,',
            '    use_spot_instances=True,',
            '    max_run=3600,',
            '    max_wait=7200,',
            '    sagemaker_session=session,',
            ')',
            'estimator.fit({"training": data})',
            'print(estimator.model_data)',
          ].join('\n'),
        },
      ],
    },
    {
      id: 'sagemaker-v3',
      title: 'SageMaker Python SDK 3',
      about:
        'Name the default bucket, as with version 2. ModelTrainer works too where a job has its own /opt/ml, which the ' +
        'local backend says when it starts: the scripts that it adds to a job name that path themselves.',
      snippets: [
        {
          label: 'Python',
          text: [
            pythonExports(target),
            '',
            'import tarfile',
            'import time',
            '',
            'from sagemaker.core.helper.session_helper import Session',
            'from sagemaker.core.resources import TrainingJob',
            'from sagemaker.core.shapes import (',
            '    AlgorithmSpecification, Channel, DataSource, OutputDataConfig, ResourceConfig, S3DataSource, StoppingCondition,',
            ')',
            '',
            `bucket = "${bucket}"`,
            'session = Session(default_bucket=bucket)',
            'with tarfile.open("sourcedir.tar.gz", "w:gz") as archive:',
            '    archive.add("train.py")',
            'code = session.upload_data("sourcedir.tar.gz", bucket=bucket, key_prefix="code/own-tools")',
            'data = session.upload_data("train.py", bucket=bucket, key_prefix="data/own-tools")',
            'job = TrainingJob.create(',
            '    training_job_name=f"own-tools-{int(time.time())}",',
            '    role_arn="arn:aws:iam::000000000000:role/spotdeck",',
            '    algorithm_specification=AlgorithmSpecification(',
            `        training_image="763104351884.dkr.ecr.${region}.amazonaws.com/pytorch-training:2.8.0-cpu-py312",`,
            '        training_input_mode="File",',
            '    ),',
            '    hyper_parameters={"sagemaker_program": "train.py", "sagemaker_submit_directory": code},',
            '    input_data_config=[Channel(channel_name="training", data_source=DataSource(',
            '        s3_data_source=S3DataSource(s3_data_type="S3Prefix", s3_uri=data)))],',
            '    output_data_config=OutputDataConfig(s3_output_path=f"s3://{bucket}/models"),',
            '    resource_config=ResourceConfig(instance_type="ml.m5.xlarge", instance_count=1, volume_size_in_gb=30),',
            '    enable_managed_spot_training=True,',
            '    stopping_condition=StoppingCondition(max_runtime_in_seconds=3600, max_wait_time_in_seconds=7200),',
            ')',
            'job.wait(logs=True)',
            'print(job.training_job_status)',
          ].join('\n'),
        },
      ],
    },
    {
      id: 'rclone',
      title: 'rclone',
      about: `For what is in S3: data, checkpoints, models. ${anyCredentials}`,
      snippets: [
        {
          label: 'Make the remote once, then use it',
          text: [
            `rclone config create spotdeck s3 provider=Other endpoint=${url} access_key_id=local secret_access_key=local force_path_style=true`,
            `rclone lsd spotdeck:`,
            `rclone ls spotdeck:${bucket}`,
          ].join('\n'),
        },
      ],
    },
    {
      id: 's3cmd',
      title: 's3cmd',
      about: `For what is in S3. ${anyCredentials}`,
      snippets: [
        {
          label: 'Name the address with each command, or put the options into ~/.s3cfg',
          text: `s3cmd --host=${host} --host-bucket=${host} --no-ssl --access_key=local --secret_key=local --region=${region} ls s3://${bucket}`,
        },
      ],
    },
    {
      id: 'terraform',
      title: 'Terraform',
      about: `A provider for models, endpoints and buckets, and a place for the state. ${anyCredentials}`,
      snippets: [
        {
          label: 'backend.tf: the state, with its lock, in a bucket of this backend (Terraform since 1.10)',
          text: [
            'terraform {',
            '  backend "s3" {',
            `    bucket                      = "${bucket}"`,
            '    key                         = "terraform/state.json"',
            `    region                      = "${region}"`,
            '    access_key                  = "local"',
            '    secret_key                  = "local"',
            '    use_path_style              = true',
            '    use_lockfile                = true',
            '    skip_credentials_validation = true',
            '    skip_metadata_api_check     = true',
            '    skip_requesting_account_id  = true',
            '',
            '    endpoints = {',
            `      s3 = "${url}"`,
            '    }',
            '  }',
            '}',
          ].join('\n'),
        },
        {
          label: 'provider.tf',
          text: [
            'provider "aws" {',
            `  region                      = "${region}"`,
            '  access_key                  = "local"',
            '  secret_key                  = "local"',
            '  s3_use_path_style           = true',
            '  skip_credentials_validation = true',
            '  skip_metadata_api_check     = true',
            '  skip_requesting_account_id  = true',
            '',
            '  endpoints {',
            ...['iam', 'logs', 's3', 'sagemaker', 'sts'].map((name) => `    ${name.padEnd(9)} = "${url}"`),
            '  }',
            '}',
          ].join('\n'),
        },
      ],
    },
  ];
};

/** On AWS nothing but the Region has to be named: tools find credentials and addresses by themselves. */
const awsSetups = ({ region, bucket }: ToolTarget): ToolSetup[] => [
  {
    id: 'aws-cli',
    title: 'AWS CLI',
    about: 'With the credentials of `aws configure` or `aws sso login`, and no address.',
    snippets: [{ label: 'Look around', text: `aws --region ${region} sagemaker list-training-jobs` }],
  },
  {
    id: 'boto3',
    title: 'boto3',
    about: 'With the same credentials, and no address.',
    snippets: [
      {
        label: 'Python',
        text: `import boto3\n\nsagemaker = boto3.client("sagemaker", region_name="${region}")\nprint(sagemaker.list_training_jobs()["TrainingJobSummaries"])`,
      },
    ],
  },
  {
    id: 'javascript',
    title: 'AWS SDK for JavaScript',
    about: 'Version 3, with the same credentials.',
    snippets: [
      {
        label: 'JavaScript',
        text: `import { SageMakerClient } from '@aws-sdk/client-sagemaker';\n\nconst sagemaker = new SageMakerClient({ region: '${region}' });`,
      },
    ],
  },
  {
    id: 'sagemaker-v2',
    title: 'SageMaker Python SDK 2',
    about: `The session asks AWS for the account and makes its default bucket (${bucket.replace(/\d{12}$/, '<account>')}).`,
    snippets: [
      {
        label: 'Python',
        text: `import boto3\nimport sagemaker\n\nsession = sagemaker.Session(boto3.Session(region_name="${region}"))`,
      },
    ],
  },
  {
    id: 'sagemaker-v3',
    title: 'SageMaker Python SDK 3',
    about: 'ModelTrainer and TrainingJob.create both work.',
    snippets: [
      {
        label: 'Python',
        text: `import boto3\nfrom sagemaker.core.helper.session_helper import Session\n\nsession = Session(boto3.Session(region_name="${region}"))`,
      },
    ],
  },
  {
    id: 'rclone',
    title: 'rclone',
    about: 'With the credentials of the environment.',
    snippets: [
      {
        label: 'Make the remote once',
        text: `rclone config create aws s3 provider=AWS env_auth=true region=${region}`,
      },
    ],
  },
  {
    id: 's3cmd',
    title: 's3cmd',
    about: 'With the credentials that `s3cmd --configure` asked for.',
    snippets: [{ label: 'List the buckets', text: `s3cmd --region=${region} ls` }],
  },
  {
    id: 'terraform',
    title: 'Terraform',
    about: 'No endpoints block: the provider knows AWS.',
    snippets: [{ label: 'provider.tf', text: `provider "aws" {\n  region = "${region}"\n}` }],
  },
];
