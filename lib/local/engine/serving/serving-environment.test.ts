import { expect, it } from 'vitest';
import { endpointFolder, servingView } from './endpoint-folder';
import { servingEnvironmentOf, type ServingSite } from './serving-environment';

const folder = endpointFolder('/d/endpoints', 'e');
const site = (paths: 'mounted' | 'mapped'): ServingSite => ({
  folder,
  view: servingView(folder, '/d/modules', paths),
  searchPath: '/usr/bin',
  endpointUrl: 'http://127.0.0.1:1',
  port: 4001,
});

it('a container sets what it likes, but not what SageMaker sets, nor what stands in for its image', () => {
  const container = {
    Environment: { LANG: 'de', AWS_REGION: 'eu-west-1', SAGEMAKER_BIND_TO_PORT: '8080', PYTHONPATH: '/own' },
  };
  const environment = servingEnvironmentOf(site('mapped'), container, { env: { PYTHONPATH: '/stand-in' } });
  expect(environment).toMatchObject({
    LANG: 'de',
    AWS_REGION: 'eu-west-1',
    SAGEMAKER_BIND_TO_PORT: '4001',
    PYTHONPATH: '/stand-in',
    PATH: '/usr/bin',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  });
});

it('folders are the container’s own where they are mounted, and where they lie otherwise', () => {
  const container = { Environment: { MODEL: '/opt/ml/model/m.bin', TEXT: 'in /opt/ml' } };
  expect(servingEnvironmentOf(site('mounted'), container, {})).toMatchObject({
    SM_MODEL_DIR: '/opt/ml/model',
    SAGEMAKER_BASE_DIR: '/opt/ml',
    MODEL: '/opt/ml/model/m.bin',
  });
  expect(servingEnvironmentOf(site('mapped'), container, {})).toMatchObject({
    SM_MODEL_DIR: folder.model,
    SAGEMAKER_BASE_DIR: folder.base,
    MODEL: `${folder.model}/m.bin`,
    TEXT: 'in /opt/ml',
  });
});

it('without a backend that listens there are credentials alone, and nothing of this process', () => {
  const environment = servingEnvironmentOf({ ...site('mapped'), endpointUrl: undefined }, {}, {});
  expect(environment).not.toHaveProperty('AWS_ENDPOINT_URL');
  expect(environment).toMatchObject({ AWS_ACCESS_KEY_ID: 'local' });
  expect(environment).not.toHaveProperty('npm_config_user_agent');
});
