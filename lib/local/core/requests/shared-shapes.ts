import { z } from 'zod';
import { list, oneOf, text, textMap, timestamp, whole } from '../input/constraint';

/** Shapes that several operations of SageMaker's API model share. */
export const resourceName = text({ min: 1, max: 63, pattern: '[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}' });
export const modelName = text({ max: 63, pattern: '[a-zA-Z0-9]([\\-a-zA-Z0-9]*[a-zA-Z0-9])?' });
export const roleArn = text({
  min: 20,
  max: 2048,
  pattern: 'arn:aws[a-z\\-]*:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+',
});
export const s3Uri = text({ max: 1024, pattern: '(https|s3)://([^/]+)/?(.*)' });
export const kmsKeyId = text({ max: 2048, pattern: '[a-zA-Z0-9:/_\\-]*' });
export const directoryPath = text({ max: 4096, pattern: '.*' });

const tagCharacters = '([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)';
export const tagKey = text({ min: 1, max: 128, pattern: tagCharacters });
export const tags = list(z.strictObject({ Key: tagKey, Value: text({ max: 256, pattern: tagCharacters }) }), {
  max: 50,
});

export const containerEnvironment = (maxLength: number) =>
  textMap(
    { max: maxLength, pattern: '[a-zA-Z_][a-zA-Z0-9_]*' },
    { max: maxLength, pattern: '[\\S\\s]*' },
    100,
  );

export const vpcConfig = z.strictObject({
  SecurityGroupIds: list(text({ max: 32, pattern: '[\\-0-9a-zA-Z]+' }), { min: 1, max: 5 }),
  Subnets: list(text({ max: 32, pattern: '[\\-0-9a-zA-Z]+' }), { min: 1, max: 16 }),
});

/** What lists by the time of the last change take, too. */
export const modifiedInput = {
  LastModifiedTimeAfter: timestamp.optional(),
  LastModifiedTimeBefore: timestamp.optional(),
};

/** What every List operation takes; times become milliseconds. */
export const listInput = {
  NextToken: text({ max: 8192 }).optional(),
  MaxResults: whole({ min: 1, max: 100 }).optional(),
  CreationTimeAfter: timestamp.optional(),
  CreationTimeBefore: timestamp.optional(),
  NameContains: text({ max: 63, pattern: '[a-zA-Z0-9\\-]+' }).optional(),
  SortOrder: oneOf(['Ascending', 'Descending']).optional(),
};
