import { expect, it } from 'vitest';
import { isScriptOutput } from './script-output';

const own = (text: string) => {
  const lines = text.split('\n').map((message) => ({ attempt: 1, host: 'algo-1', message }));
  const kept = isScriptOutput(lines);
  return lines.filter((_, index) => kept[index]).map(({ message }) => message);
};

it('leaves out what the toolkit writes around a script, and nothing of the script', () => {
  expect(
    own(`bash: cannot set terminal process group (-1): Inappropriate ioctl for device
bash: no job control in this shell
2026-11-26 10:00:00,123 sagemaker-training-toolkit INFO     Imported framework sagemaker_pytorch_container.training
2026-11-26 10:00:00,124 sagemaker_pytorch_container.training INFO     Block until all host DNS lookups succeed.
2026-11-26 10:00:00,125 sagemaker-training-toolkit INFO     Invoking user script
Training Env:
{
    "additional_framework_parameters": {},
    "hyperparameters": {
        "epochs": 3
    }
}
Environment variables:
SM_HOSTS=["algo-1"]
SM_HP_EPOCHS=3
PYTHONPATH=/opt/ml/code:/usr/local/bin
Invoking script with the following command:
/opt/conda/bin/python3.11 train.py --epochs 3
Epoch 1/3
{ "loss": 0.5 }
SM_MODEL_DIR=/opt/ml/model is where I save
2026-11-26 10:00:01,000 trainer INFO     sagemaker is what I use
2026-11-26 10:01:00,000 sagemaker-training-toolkit ERROR    Reporting training FAILURE
2026-11-26 10:01:00,001 sagemaker-training-toolkit INFO     Reporting training SUCCESS`),
  ).toEqual([
    'Epoch 1/3',
    '{ "loss": 0.5 }',
    'SM_MODEL_DIR=/opt/ml/model is where I save',
    '2026-11-26 10:00:01,000 trainer INFO     sagemaker is what I use',
    '2026-11-26 10:01:00,000 sagemaker-training-toolkit ERROR    Reporting training FAILURE',
  ]);
});

it('keeps the hosts of one log apart', () => {
  const lines = [
    ['algo-1', 'Training Env:'],
    ['algo-2', 'Epoch 1/3'],
    ['algo-1', '{'],
    ['algo-2', '{'],
  ].map(([host = '', message = '']) => ({ attempt: 1, host, message }));
  expect(isScriptOutput(lines)).toEqual([false, true, false, true]);
});
