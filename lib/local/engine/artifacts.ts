import path from 'node:path';
import { type ObjectStore } from '../store/object-store';
import { type CreateTrainingJobInput } from '../store/training-job-store';
import { type ContainerFolder } from './container-folder';
import { asFolder, parseS3Uri } from './s3-uri';
import { listFiles, packTarGz } from './tar-archive';

/**
 * Brings /opt/ml/model and /opt/ml/output/data to `<S3OutputPath>/<job>/output/`, as archives or, with
 * CompressionType NONE, file by file. An empty output/data leaves nothing.
 * @returns S3 URI of the model (ModelArtifacts.S3ModelArtifacts).
 */
export const uploadArtifacts = async (
  request: CreateTrainingJobInput,
  folder: ContainerFolder,
  objects: ObjectStore,
): Promise<string> => {
  const { bucket, key } = parseS3Uri(request.OutputDataConfig.S3OutputPath, 'OutputDataConfig.S3OutputPath');
  const prefix = `${asFolder(key)}${request.TrainingJobName}/output/`;
  const compressed = request.OutputDataConfig.CompressionType !== 'NONE';

  const upload = async (source: string, name: string): Promise<string> => {
    if (compressed) {
      const archive = `${prefix}${name}.tar.gz`;
      await objects.put(bucket, archive, packTarGz(source), { contentType: 'application/x-tar' });
      return archive;
    }
    for (const file of await listFiles(source)) {
      const target = `${prefix}${name}/${file.split(path.sep).join('/')}`;
      await objects.putFile(bucket, target, path.join(source, file));
    }
    return `${prefix}${name}/`;
  };

  const model = await upload(folder.model, 'model');
  if ((await listFiles(folder.outputData)).length > 0) await upload(folder.outputData, 'output');
  return `s3://${bucket}/${model}`;
};
