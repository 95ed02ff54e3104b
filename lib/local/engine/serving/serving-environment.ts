/** The variables of a serving program. Pure. */
import { type ContainerDefinition } from '../../core/requests/create-model';
import { localAccess } from '../container/local-access';
import { type EndpointFolder, type ServingCommand, type ServingView } from './endpoint-folder';

export interface ServingSite {
  folder: EndpointFolder;
  view: ServingView;
  /** The program's PATH. */
  searchPath: string;
  /** Base URL of the local backend, once it listens. */
  endpointUrl: string | undefined;
  /** Where the program is to listen. */
  port: number;
}

/** The container's own variables stand above the machine's, and what SageMaker sets above the container's. */
export const servingEnvironmentOf = (
  { folder, view, searchPath, endpointUrl, port }: ServingSite,
  { Environment = {} }: ContainerDefinition,
  command: Pick<ServingCommand, 'env'>,
): Record<string, string> => ({
  PATH: searchPath,
  LANG: 'C.UTF-8',
  PYTHONUNBUFFERED: '1',
  HOME: view.see(folder.home),
  TMPDIR: view.see(folder.temporary),
  ...localAccess(endpointUrl),
  ...Object.fromEntries(Object.entries(Environment).map(([name, value]) => [name, view.map(value)])),
  SM_MODEL_DIR: view.see(folder.model),
  SAGEMAKER_BASE_DIR: view.see(folder.base),
  SAGEMAKER_BIND_TO_PORT: String(port),
  SAGEMAKER_REGION: 'us-east-1',
  ...command.env,
});
