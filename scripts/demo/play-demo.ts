/** The demo's order of events: at most two trainings at a time, so that two cores are enough. */
import { describeStatus } from '../../lib/training/status';
import { evaluationPath } from '../../lib/training/evaluation';
import { hostModel } from './host-model';
import { playScene, type PlayedJob } from './play-scene';
import { failedScene, noCapacityScene, onDemandScene, type Scene, spotScene } from './scenario';

export { playExample } from './play-example';

const scenes = [spotScene, onDemandScene, noCapacityScene, failedScene];

interface Page {
  url: string;
  shows: string;
}

/** @param url of the dashboard @returns whether every job ended as the scenario has it */
export const playDemo = async (url: string): Promise<boolean> => {
  const startedAt = Date.now();
  const run = `demo-${new Date(startedAt).toISOString().slice(5, 19).replace(/[-:]/g, '').replace('T', '-')}`;
  const sayOf = (name: string) => (line: string) => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    console.log(`${String(seconds).padStart(4)} s  ${name.slice(run.length + 1).padEnd(12)} ${line}`);
  };
  const played: PlayedJob[] = [];
  const play = async (scene: Scene): Promise<PlayedJob> => {
    const name = `${run}-${scene.role}`;
    const job = await playScene(scene, name, sayOf(name));
    played.push(job);
    return job;
  };

  console.log(`Playing ${run}: ${scenes.length} real jobs of one script. Watch them at ${url}/local/jobs`);
  const spot = await play(spotScene);
  const others = (async () => {
    await (
      await play(failedScene)
    ).ended;
    // Once its instance is gone it only waits, and the baseline can train beside the spot job.
    await (
      await play(noCapacityScene)
    ).interrupted;
    await play(onDemandScene);
  })();
  const endpointName = `${run}-endpoint`;
  const hosted = (async () => {
    await spot.ended;
    return hostModel(spot.name, endpointName, sayOf(endpointName));
  })();
  const [evaluation] = await Promise.all([hosted, others]);
  await Promise.all(played.flatMap(({ ended, interrupted }) => [ended, interrupted]));

  const mismatches = await mismatchesOf(played);
  const endpointUrl = `${url}/local/endpoints`;
  const pages: Page[] = [
    { url: `${url}/local/jobs`, shows: 'every job with status, interruptions and savings' },
    ...scenes.map(({ role, shows }) => ({
      url: `${url}/local/jobs/${run}-${role}`,
      shows,
    })),
    {
      url: `${url}/local/savings`,
      shows: 'what spot saved, what the interruptions cost, spot against on demand',
    },
    { url: `${endpointUrl}/${endpointName}`, shows: 'the spot job’s model, in service; delete it there' },
    {
      url: `${endpointUrl}/${evaluationPath(evaluation)}`,
      shows: 'its confusion matrix on the 10,000 test digits',
    },
  ];
  console.log(`\nDone in ${Math.round((Date.now() - startedAt) / 1000)} s. Pages to open:`);
  for (const page of pages) console.log(`  ${page.url}\n    ${page.shows}`);
  for (const line of mismatches) console.error(line);
  return mismatches.length === 0;
};

const mismatchesOf = async (played: readonly PlayedJob[]): Promise<string[]> => {
  const lines: string[] = [];
  for (const { name, scene, ended } of played) {
    const { outcome, label } = describeStatus((await ended).job);
    if (outcome !== scene.ends) lines.push(`${name} ended otherwise than planned: ${label}`);
  }
  return lines;
};
