/** What accepting proposals makes of a draft. Nothing that stands in it is taken away: fields in lists are added. */
import { type LaunchDraft } from '../launch-draft';
import { frameworks } from '../training-images';
import { type Proposal } from './proposal';
import { requirementsPath } from './requirements-path';

/** Whether the form does not have it, or have something in its place, yet. */
export const isOpen = (proposal: Proposal, draft: LaunchDraft, paths: readonly string[]): boolean => {
  switch (proposal.kind) {
    case 'entryPoint':
      return draft.entryPoint !== proposal.value;
    case 'framework':
      // An image that was typed is meant.
      return draft.image.kind === 'framework' && draft.image.framework !== proposal.framework;
    case 'requirements':
      return !paths.includes(requirementsPath);
    case 'hyperparameter':
      return !draft.hyperparameters.some(({ name }) => name === proposal.name);
    case 'metric':
      return !draft.metricDefinitions.some(({ name }) => name === proposal.name);
  }
};

/** Whether another value would go, which somebody may have chosen: such a proposal is accepted by itself alone. */
export const isInPlaceOfAnother = (
  proposal: Proposal,
  draft: LaunchDraft,
  /** The image that the form began with. */
  begun: LaunchDraft['image'],
  paths: readonly string[],
): boolean =>
  (proposal.kind === 'entryPoint' && paths.includes(draft.entryPoint)) ||
  (proposal.kind === 'framework' && JSON.stringify(draft.image) !== JSON.stringify(begun));

export const accepted = (draft: LaunchDraft, proposals: readonly Proposal[]): Partial<LaunchDraft> => {
  const change: Partial<LaunchDraft> = {};
  for (const proposal of proposals) {
    switch (proposal.kind) {
      case 'entryPoint':
        change.entryPoint = proposal.value;
        break;
      case 'framework': {
        const { framework } = proposal;
        const [version] = Object.keys(frameworks[framework].tags);
        if (version !== undefined) change.image = { kind: 'framework', framework, version };
        break;
      }
      case 'hyperparameter':
        change.hyperparameters = [
          ...(change.hyperparameters ?? draft.hyperparameters),
          { name: proposal.name, value: proposal.value },
        ];
        break;
      case 'metric':
        change.metricDefinitions = [
          ...(change.metricDefinitions ?? draft.metricDefinitions),
          { name: proposal.name, regex: proposal.regex },
        ];
        break;
      case 'requirements':
        break;
    }
  }
  return change;
};
