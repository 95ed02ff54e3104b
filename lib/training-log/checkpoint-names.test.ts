import { describe, expect, it } from 'vitest';
import { groupCheckpoints, positionInName } from './checkpoint-names';

const names = (...files: string[]) => groupCheckpoints(files).checkpoints.map(({ name }) => name);

describe('what object names are as checkpoints', () => {
  it('a folder is one, with its files under it', () => {
    const { checkpoints, others } = groupCheckpoints([
      'checkpoint-1000/model-00001-of-00002.safetensors',
      'checkpoint-1000/model-00002-of-00002.safetensors',
      'checkpoint-1000/rng_state_3.pth',
      'checkpoint-1000/trainer_state.json',
      'checkpoint-500/model.safetensors',
      'checkpoint-500/trainer_state.json',
      'runs/events.out.tfevents.1769999993.ip-10-0-1-2',
    ]);
    expect(checkpoints.map(({ name, files, bare, whole }) => [name, files.length, bare, whole])).toEqual([
      ['checkpoint-500', 2, 500, true],
      ['checkpoint-1000', 4, 1000, true],
    ]);
    expect(others).toEqual(['runs/events.out.tfevents.1769999993.ip-10-0-1-2']);
  });

  it.each<[string, string[], string[]]>([
    [
      'Lightning',
      ['epoch=0-step=2.ckpt', 'epoch=1-step=4.ckpt'],
      ['epoch=0-step=2.ckpt', 'epoch=1-step=4.ckpt'],
    ],
    [
      'TensorFlow',
      [
        'checkpoint',
        'graph.pbtxt',
        'model.ckpt-500.index',
        'model.ckpt-500.meta',
        'model.ckpt-500.data-00000-of-00001',
      ],
      ['model.ckpt-500'],
    ],
    ['Keras by text order', ['checkpoint-10.h5', 'checkpoint-9.h5'], ['checkpoint-9.h5', 'checkpoint-10.h5']],
    [
      'mmdet',
      ['epoch_1.pth', 'epoch_2.pth', 'last_checkpoint', 'vis_data/scalars.json'],
      ['epoch_1.pth', 'epoch_2.pth'],
    ],
    ['detectron2', ['metrics.json', 'model_0000649.pth', 'last_checkpoint'], ['model_0000649.pth']],
    ['MXNet', ['mnist-symbol.json', 'mnist-0003.params', 'mnist-0003.states'], ['mnist-0003.params']],
    [
      'XGBoost',
      ['xgboost-checkpoint.5', 'xgboost-checkpoint.10'],
      ['xgboost-checkpoint.5', 'xgboost-checkpoint.10'],
    ],
    [
      'DeepSpeed',
      [
        'latest',
        'global_step500/mp_rank_00_model_states.pt',
        'global_step500/zero_pp_rank_0_mp_rank_00_optim_states.pt',
      ],
      ['global_step500'],
    ],
    [
      'Megatron',
      ['latest_checkpointed_iteration.txt', 'iter_0000200/mp_rank_00/model_optim_rng.pt'],
      ['iter_0000200'],
    ],
    ['a hash in the name', ['resnet50-19c8e357.pth'], ['resnet50-19c8e357.pth']],
    ['markers', ['ckpt-1.pt', 'ckpt-1.pt.sagemaker-uploaded'], ['ckpt-1.pt']],
    ['the state of one rank alone', ['rng_state_3.pth'], []],
    ['what is none', ['events.out.tfevents.1.host', 'metrics.json', 'training.log', 'config.yaml'], []],
  ])('%s', (_, files, wanted) => {
    expect(names(...files)).toEqual(wanted);
  });

  it('one that was cut off while it was written is not whole', () => {
    const whole = (...files: string[]) => groupCheckpoints(files).checkpoints.map((one) => one.whole);
    expect(whole('model.ckpt-500.index')).toEqual([false]);
    expect(whole('checkpoint-5/model-00001-of-00002.safetensors')).toEqual([false]);
    expect(
      whole(
        'checkpoint-5/model.safetensors',
        'checkpoint-5/trainer_state.json',
        'checkpoint-9/model.safetensors',
      ),
    ).toEqual([true, false]);
  });
});

describe('what a name says of its position', () => {
  it.each<[string, object]>([
    ['epoch=1-step=4.ckpt', { epoch: 1, step: 4 }],
    ['epoch_12.pth', { epoch: 12 }],
    ['weights.03-0.41.h5', { bare: 3 }],
    ['checkpoint-500', { bare: 500 }],
    ['model.ckpt-500', { bare: 500 }],
    ['model_0000649.pth', { bare: 649 }],
    ['iter_40000.pth', { step: 40000 }],
    ['global_step500', { step: 500 }],
    ['mnist-0003.params', { bare: 3 }],
    ['xgboost-checkpoint.5', { bare: 5 }],
    ['resnet50-19c8e357.pth', {}],
    ['rng_state_3.pth', {}],
    ['checkpoint.pth.tar', {}],
    ['best_model.pt', {}],
    ['model-v2.pt', {}],
    ['backup-20260105.pt', {}],
    ['epoch-3/weights.h5', { epoch: 3 }],
  ])('%s', (name, position) => {
    expect(positionInName(name)).toEqual(position);
  });
});
