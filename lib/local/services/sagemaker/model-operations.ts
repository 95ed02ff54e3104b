import { validationError } from '../../core/aws-error';
import type { Clock } from '../../core/clock';
import {
  type ContainerDefinition,
  createModelInput,
  type CreateModelInput,
} from '../../core/requests/create-model';
import type { HostingStore, ModelRecord } from '../../store/hosting-store';
import type { ObjectStore } from '../../store/object-store';
import type { DeclaredOperations } from '../declared-operation';
import { arnOf } from './arn';
import { declare } from '../input/parse-input';
import { listByNameInput, modelNameInput } from './hosting-input';
import { listHosting } from './list-hosting';
import { readS3Uri } from '../../core/s3-uri';
import { tagMap } from './tag-operations';

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html and its siblings */
export const createModelOperations = (
  { models }: HostingStore,
  objects: ObjectStore,
  clock: Clock,
): DeclaredOperations => {
  const find = (name: string): ModelRecord => {
    const model = models.get(name);
    if (!model) throw validationError(`Could not find model "${arnOf('model', name)}".`);
    return model;
  };

  return {
    CreateModel: declare(createModelInput, (request) => {
      const containers = containersOf(request);
      if (
        (request.PrimaryContainer === undefined) === (request.Containers === undefined) ||
        containers.length === 0
      ) {
        throw validationError('Exactly one of PrimaryContainer and Containers must be specified.');
      }
      containers.forEach((container) => checkModelData(container, objects));
      const { ModelName: name } = request;
      const arn = arnOf('model', name);
      models.insert({ name, arn, request, tags: tagMap(request.Tags), creationTime: clock.now() });
      return { ModelArn: arn };
    }),
    DescribeModel: declare(modelNameInput, ({ ModelName }) => {
      const model = find(ModelName);
      const { Tags: _tags, ...request } = model.request;
      return {
        EnableNetworkIsolation: false,
        ...request,
        ModelArn: model.arn,
        CreationTime: new Date(model.creationTime),
      };
    }),
    ListModels: declare(listByNameInput, (request) =>
      listHosting('ListModels', models.all(), request, ({ page, NextToken }) => ({
        Models: page.map((model) => ({
          ModelName: model.name,
          ModelArn: model.arn,
          CreationTime: new Date(model.creationTime),
        })),
        ...(NextToken !== undefined && { NextToken }),
      })),
    ),
    DeleteModel: declare(modelNameInput, ({ ModelName }) => {
      models.delete(find(ModelName).name);
      return {};
    }),
  };
};

export const containersOf = (request: CreateModelInput): ContainerDefinition[] =>
  request.PrimaryContainer ? [request.PrimaryContainer] : (request.Containers ?? []);

const checkModelData = (container: ContainerDefinition, objects: ObjectStore) => {
  const uri = container.ModelDataUrl ?? container.ModelDataSource?.S3DataSource?.S3Uri;
  if (uri === undefined) return;
  const location = readS3Uri(uri);
  const found =
    location &&
    objects.bucketExists(location.bucket) &&
    objects.list(location.bucket, { prefix: location.key, maxKeys: 1 }).objects.length > 0;
  if (!found) throw validationError(`Could not find model data at ${uri}.`);
};
