import { sizeOfDisk } from '../../../store/disk-size';
import { FileRefused } from '../../../store/guarded-file';
import { type ObjectStore } from '../../../store/object-store';
import { type CreateTrainingJobInput } from '../../../core/requests/create-training-job';
import { type ContainerFolder } from '../../container/container-folder';
import { type FolderContent, type LeftOut, walkFolder } from '../../container/guarded-walk';
import { ClientError } from '../../../core/job-failure';
import { asFolder, parseS3Uri } from '../../../core/s3-uri';
import { packTarGz } from '../../container/tar-archive';

/**
 * Brings /opt/ml/model and /opt/ml/output/data to `<S3OutputPath>/<job>/output/`, as archives or, with
 * CompressionType NONE, file by file. An empty output/data leaves nothing. The script is gone by now, but what it
 * left is its own: it is read guarded, and what cannot be kept is named.
 * @param hosts folders of the job's hosts, the first one's first.
 * @param warn is given a line about what was left out.
 * @returns S3 URI of the model (ModelArtifacts.S3ModelArtifacts).
 * @throws ClientError or FileRefused for a folder that is none, or holds more than the instance's volume.
 */
export const uploadArtifacts = async (
  request: CreateTrainingJobInput,
  hosts: readonly ContainerFolder[],
  objects: ObjectStore,
  warn: (message: string) => void,
): Promise<string> => {
  const { bucket, key } = parseS3Uri(request.OutputDataConfig.S3OutputPath, 'OutputDataConfig.S3OutputPath');
  const prefix = `${asFolder(key)}${request.TrainingJobName}/output/`;
  const compressed = request.OutputDataConfig.CompressionType !== 'NONE';
  const volume = (request.ResourceConfig.VolumeSizeInGB ?? Infinity) * 1024 ** 3;

  const walkContent = async (folder: ContainerFolder, source: string): Promise<FolderContent> => {
    const content = await walkOrEmpty(folder.root, source.slice(folder.root.length + 1));
    const seen = folder.unmap(source);
    const maxBytes = Math.min(volume, await sizeOfDisk(folder.root));
    if (content.bytes > maxBytes) {
      throw new ClientError(
        `${seen} holds ${content.bytes} bytes, more than the volume of the instance takes (${maxBytes} bytes).`,
      );
    }
    for (const line of linesAbout(seen, content.leftOut)) warn(line);
    return content;
  };

  const upload = async (content: FolderContent, name: string): Promise<string> => {
    if (compressed) {
      const archive = `${prefix}${name}.tar.gz`;
      await objects.put(bucket, archive, packTarGz(content), { contentType: 'application/x-tar' });
      return archive;
    }
    for (const file of content.files) {
      const { handle, stats } = await content.open(file.name);
      try {
        const size = Number(stats.size);
        const body =
          size === 0 ? new Uint8Array() : handle.createReadStream({ end: size - 1, autoClose: false });
        await objects.put(bucket, `${prefix}${name}/${file.name}`, body);
      } finally {
        await handle.close();
      }
    }
    return `${prefix}${name}/`;
  };

  const everywhere = async (place: 'model' | 'outputData'): Promise<FolderContent> => {
    const contents: FolderContent[] = [];
    for (const folder of hosts) contents.push(await walkContent(folder, folder[place]));
    return mergeContents(contents);
  };

  const model = await upload(await everywhere('model'), 'model');
  const output = await everywhere('outputData');
  if (output.files.length > 0) await upload(output, 'output');
  return `s3://${bucket}/${model}`;
};

/** What the hosts have is one folder in S3; of two files of a name the first host's is kept. */
const mergeContents = (contents: readonly FolderContent[]): FolderContent => {
  const [only] = contents;
  if (only && contents.length === 1) return only;
  const owners = new Map<string, { owner: FolderContent; size: number }>();
  for (const owner of contents) {
    for (const { name, size } of owner.files) if (!owners.has(name)) owners.set(name, { owner, size });
  }
  const files = [...owners].map(([name, { size }]) => ({ name, size }));
  return {
    files: files.sort((one, other) => (one.name < other.name ? -1 : 1)),
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    leftOut: contents.flatMap(({ leftOut }) => leftOut),
    open: (name) => owners.get(name)!.owner.open(name),
  };
};

/** A script may have removed the folder; then there is nothing in it. */
const walkOrEmpty = async (root: string, base: string): Promise<FolderContent> => {
  try {
    return await walkFolder(root, base);
  } catch (error) {
    if (error instanceof RangeError) throw new ClientError(`/${base} holds ${error.message}.`);
    if (!(error instanceof FileRefused) || error.refusal !== 'missing') throw error;
    return { files: [], bytes: 0, leftOut: [], open: () => Promise.reject(error) };
  }
};

const maxNames = 5;

const linesAbout = (seen: string, leftOut: readonly LeftOut[]): string[] => {
  const first = leftOut
    .slice(0, maxNames)
    .map(({ name, reason }) => `${seen}/${name} is not uploaded: ${reason}`);
  const rest = leftOut.length - first.length;
  return rest > 0 ? [...first, `${rest} more of ${seen} are not uploaded`] : first;
};
