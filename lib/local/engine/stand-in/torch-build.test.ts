import { describe, expect, it } from 'vitest';
import { readFrameworkImage } from '../container/framework-image';
import { planStandIn } from './stand-in-plan';
import { chooseTorchBuild } from './torch-build';

const cuda = [
  'filelock',
  'nvidia-cublas-cu12==12.8.4.1; platform_system == "Linux" and platform_machine == "x86_64"',
];

const choose = (
  wanted: string,
  versions: string[] | undefined,
  requirements: Record<string, string[]> = {},
  python = {},
) => {
  const looked: string[] = [];
  const pip = {
    versions: async () => versions,
    async readRequirements(version: string) {
      looked.push(version);
      return requirements[version] ?? cuda;
    },
  };
  return chooseTorchBuild(
    { minor: '3.11', platform: 'linux', machine: 'x86_64', ...python },
    wanted,
    pip,
  ).then((chosen) => ({ chosen, looked }));
};

describe('the build of PyTorch', () => {
  it.each([
    ['is the same release where its CPU build has a mark', '2.8.0', ['2.8.0+cpu', '2.8.0'], '2.8.0+cpu'],
    ['is the nearest CPU build', '2.8.0', ['2.13.0+cpu', '2.8.0', '2.3.1+cpu'], '2.13.0+cpu'],
    ['is a CPU build of a release that is unknown here', '9.1.0', ['9.1.2+cpu', '2.13.0'], '9.1.2+cpu'],
    ['is never one for a GPU that is marked so', '2.8.0', ['2.8.0+cu128', '2.6.0+cpu'], '2.6.0+cpu'],
  ])('%s', async (_, wanted, versions, version) => {
    expect((await choose(wanted, versions)).chosen).toEqual({ version, isCpu: true });
  });

  it('is one without a mark whose wheel brings no CUDA', async () => {
    const { chosen } = await choose('2.8.0', ['2.9.1', '2.8.0', '2.7.1'], { '2.7.1': ['filelock'] });
    expect(chosen).toEqual({ version: '2.7.1', isCpu: true });
  });

  it('takes no notice of what a wheel requires for other machines, or as an extra', async () => {
    const machine = { machine: 'aarch64' };
    expect((await choose('2.8.0', ['2.8.0'], {}, machine)).chosen?.isCpu).toBe(true);
    const extra = { '2.8.0': ['nvidia-cublas==1; extra == "cuda"'] };
    expect((await choose('2.8.0', ['2.8.0'], extra)).chosen?.isCpu).toBe(true);
  });

  it('is the nearest, with CUDA, where there is no other; few are looked into', async () => {
    const { chosen, looked } = await choose('2.8.0', ['2.12.1', '2.8.0', '2.7.1', '2.6.0', '2.5.1']);
    expect(chosen).toEqual({ version: '2.8.0', isCpu: false });
    expect(looked).toHaveLength(3);
  });

  it('is the nearest elsewhere than on Linux, and where pip does not answer', async () => {
    const { chosen, looked } = await choose('2.8.0', ['2.8.0', '2.13.0+cpu'], {}, { platform: 'darwin' });
    expect(chosen).toEqual({ version: '2.8.0', isCpu: true });
    expect(looked).toEqual([]);
    expect((await choose('2.8.0', undefined)).chosen).toEqual({ version: '2.8.0', isCpu: false });
    expect((await choose('2.8.0', ['2.8.0'], {}, { minor: '3.30' })).chosen?.version).toBeUndefined();
  });

  it('is named with its reason and its size', () => {
    const image = readFrameworkImage(
      '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.8.0-gpu-py312',
    )!;
    const plan = (version: string, isCpu: boolean) =>
      planStandIn(image, { minor: '3.11', platform: 'linux', machine: 'x86_64' }, { version, isCpu })!;
    expect(plan('2.13.0+cpu', true).sentence).toBe(
      'PyTorch 2.13.0, the nearest to 2.8.0 that pip offers here for the CPU alone (others bring gigabytes of CUDA), on ' +
        'Python 3.11 stands in for the image pytorch-training:2.8.0-gpu-py312.',
    );
    expect(plan('2.8.0', false).sentence).toContain('PyTorch 2.8.0 with CUDA, since pip offers no build');
    expect(plan('2.8.0', false).aboutBytes).toBeGreaterThan(5 * plan('2.8.0+cpu', true).aboutBytes);
    expect(plan('2.13.0+cpu', true).requirements[0]).toBe('torch==2.13.0+cpu');
    expect(plan('2.13.0+cpu', true).key).toMatch(/^[A-Za-z0-9.-]+$/);
  });
});
