'use client';

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { accepted, isInPlaceOfAnother, isOpen } from '@/lib/training/code-proposals/accept';
import { type Proposal } from '@/lib/training/code-proposals/proposal';
import { requirementsPath } from '@/lib/training/code-proposals/requirements-path';
import { type LaunchDraft } from '@/lib/training/launch-draft';
import { frameworks } from '@/lib/training/training-images';
import { type ChosenFile } from '../launch-form-data';
import { type LaunchForm } from '../use-launch-form';
import { useProposals } from './use-proposals';
import styles from './proposals.module.css';

interface ProposalsSectionProps {
  form: LaunchForm;
  files: ChosenFile[];
  onFiles: (files: ChosenFile[]) => void;
  /** The image that the form began with. */
  begun: LaunchDraft['image'];
}

/** What the code of the chosen files proposes; nothing is taken over before it is accepted. */
export const ProposalsSection = ({ form, files, onFiles, begun }: ProposalsSectionProps) => {
  const found = useProposals(files);
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const paths = files.map(({ path }) => path);
  const open = (found ?? []).filter((each) => !dismissed.has(each.id) && isOpen(each, form.values, paths));
  if (open.length === 0) return null;

  const accept = (proposals: readonly Proposal[]) => {
    form.change(accepted(form.values, proposals));
    const packages = proposals.flatMap((each) => (each.kind === 'requirements' ? each.packages : []));
    if (packages.length > 0) onFiles([...files, requirementsFile(packages)]);
  };
  const dismiss = (proposals: readonly Proposal[]) =>
    setDismissed(new Set([...dismissed, ...proposals.map(({ id }) => id)]));
  const together = open.filter((each) => !isInPlaceOfAnother(each, form.values, begun, paths));

  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${open.length})`}
          description="Proposals: nothing is taken over before you accept it."
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button onClick={() => dismiss(open)}>Dismiss all</Button>
              {together.length > 0 && <Button onClick={() => accept(together)}>Accept all</Button>}
            </SpaceBetween>
          }
        >
          Found in the code
        </Header>
      }
    >
      <ul className="sd-bare-list" aria-label="Proposals from the code">
        {open.map((proposal) => {
          const { what, value } = shown(proposal);
          return (
            <li key={proposal.id} className={styles.proposal}>
              <div>
                <div>
                  {`${what}: `}
                  {value}
                </div>
                <Box color="text-body-secondary" fontSize="body-s">
                  {details(proposal)}
                </Box>
              </div>
              <SpaceBetween direction="horizontal" size="xs">
                <Button
                  variant="inline-link"
                  ariaLabel={`Accept: ${what}`}
                  onClick={() => accept([proposal])}
                >
                  Accept
                </Button>
                <Button
                  variant="inline-link"
                  ariaLabel={`Dismiss: ${what}`}
                  onClick={() => dismiss([proposal])}
                >
                  Dismiss
                </Button>
              </SpaceBetween>
            </li>
          );
        })}
      </ul>
    </Container>
  );
};

const shown = (proposal: Proposal): { what: string; value: ReactNode } => {
  switch (proposal.kind) {
    case 'entryPoint':
      return { what: 'Entry point', value: <code>{proposal.value}</code> };
    case 'framework':
      return { what: 'Framework', value: frameworks[proposal.framework].title };
    case 'requirements':
      return { what: requirementsPath, value: <code>{proposal.packages.join(', ')}</code> };
    case 'hyperparameter':
      return {
        what: `Hyperparameter ${proposal.name}`,
        value: proposal.value === '' ? 'no value yet' : <code>{proposal.value}</code>,
      };
    case 'metric':
      return { what: `Metric ${proposal.name}`, value: <code>{proposal.regex}</code> };
  }
};

const details = (proposal: Proposal): string => {
  const { where } = proposal;
  if (proposal.kind === 'metric') return `${where}: “${proposal.sample}”`;
  if (proposal.kind === 'hyperparameter' && proposal.note !== undefined) return `${where}; ${proposal.note}`;
  if (proposal.kind === 'requirements')
    return `${where}; the image has no such packages, and a file that names them is added to yours`;
  return where;
};

const requirementsFile = (packages: readonly string[]): ChosenFile => ({
  path: requirementsPath,
  file: new File([`${packages.join('\n')}\n`], requirementsPath, { type: 'text/plain' }),
});
