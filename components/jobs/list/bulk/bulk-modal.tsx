'use client';

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useReducer, useRef } from 'react';
import { useForm } from '@/components/forms/use-form';
import { askServer } from '@/components/shell/ask-server';
import { type ActionResult } from '@/lib/errors/action-result';
import { type TagChange } from '@/lib/training/job-tags';
import { type BulkAction, jobsInWords } from './bulk-actions';
import { type BulkRun, bulkPercent, newBulkRun, reduceBulkRun } from './bulk-run';
import { noTag, TagFields, tagFieldsOrder, tagFieldsSchema } from './tag-fields';

interface BulkModalProps {
  action: BulkAction;
  /** What it is done to, by their keys. */
  names: readonly string[];
  /** Ticked jobs that it cannot be done to. */
  passedOver: number;
  act: (name: string, change: TagChange) => Promise<ActionResult<unknown>>;
  /** @param isAll none of them failed or was left */
  onClose: (done?: readonly string[], isAll?: boolean) => void;
}

const noChange: TagChange = { set: [], remove: [] };

/** Asks once, then does it to one job after the other, says how far it is, and names what failed and why. */
export const BulkModal = ({ action, names, passedOver, act, onClose }: BulkModalProps) => {
  const [run, send] = useReducer(reduceBulkRun, names, newBulkRun);
  const form = useForm({ initial: noTag, schema: tagFieldsSchema, order: tagFieldsOrder });
  const change = useRef(noChange);
  const next = run.stage === 'running' ? run.left[0] : undefined;
  const tried = run.done.length + run.failed.length;
  const isAll = run.stage === 'ended' && run.left.length === 0 && run.failed.length === 0;
  useActing(next, tried, (name) => act(name, change.current), send);
  useEffect(() => {
    if (isAll) onClose(run.done, true);
  }, [isAll, onClose, run.done]);

  const begin = () => {
    if (action.asksTag) {
      const input = form.attempt();
      if (!input) return;
      change.current = input;
    }
    send({ kind: 'begun' });
  };
  const close = () => {
    if (run.stage === 'running') send({ kind: 'cancelled' });
    else onClose(run.done, false);
  };
  return (
    <Modal
      visible
      header={action.question(jobsInWords(names.length))}
      onDismiss={close}
      footer={
        <Footer
          action={action}
          run={run}
          onBegin={begin}
          onClose={close}
          onAgain={() => send({ kind: 'again' })}
        />
      }
    >
      <SpaceBetween size="m">
        {run.stage === 'asking' && (
          <SpaceBetween size="m">
            <Box>{action.about}</Box>
            {action.asksTag && <TagFields form={form} />}
            {passedOver > 0 && (
              <Alert type="info">
                {jobsInWords(passedOver)} of those that are ticked {passedOver === 1 ? 'is' : 'are'} passed
                over: this cannot be done to {passedOver === 1 ? 'it' : 'them'} now.
              </Alert>
            )}
            <NameList names={names} />
          </SpaceBetween>
        )}
        {run.stage !== 'asking' && (
          <ProgressBar
            value={bulkPercent(run)}
            label={run.stage === 'running' ? (next ?? '') : run.cancelled ? 'Cancelled' : 'Done'}
            additionalInfo={`${tried} of ${names.length}`}
          />
        )}
        {run.failed.length > 0 && (
          <Alert type="error" header={`${jobsInWords(run.failed.length)} could not be changed`}>
            <ul className="sd-plain-list">
              {run.failed.map(({ name, error }) => (
                <li key={name}>
                  {name}: {error.message}
                </li>
              ))}
            </ul>
          </Alert>
        )}
        {run.stage === 'ended' && run.left.length > 0 && (
          <Alert type="info">{jobsInWords(run.left.length)} left as before.</Alert>
        )}
      </SpaceBetween>
    </Modal>
  );
};

/** Acts on one job at a time. */
const useActing = (
  next: string | undefined,
  tried: number,
  act: (name: string) => Promise<ActionResult<unknown>>,
  send: (event: Parameters<typeof reduceBulkRun>[1]) => void,
) => {
  const acting = useRef(act);
  useEffect(() => {
    acting.current = act;
  });
  useEffect(() => {
    if (next === undefined) return;
    void askServer(() => acting.current(next)).then((result) =>
      send({ kind: 'tried', ...(!result.ok && { error: result.error }) }),
    );
    // The same name is acted on again only where it is tried again.
  }, [next, tried, send]);
};

const Footer = ({
  action,
  run,
  onBegin,
  onClose,
  onAgain,
}: {
  action: BulkAction;
  run: BulkRun;
  onBegin: () => void;
  onClose: () => void;
  onAgain: () => void;
}) => {
  const again = run.failed.length + run.left.length;
  return (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="link" onClick={onClose} disabled={run.stage === 'running' && run.cancelled}>
          {run.stage === 'ended' ? 'Close' : 'Cancel'}
        </Button>
        {run.stage === 'ended' && again > 0 && <Button onClick={onAgain}>{`Try ${again} again`}</Button>}
        {run.stage !== 'ended' && (
          <Button variant="primary" loading={run.stage === 'running'} onClick={onBegin}>
            {action.button}
          </Button>
        )}
      </SpaceBetween>
    </Box>
  );
};

const maxNames = 12;

const NameList = ({ names }: { names: readonly string[] }) => (
  <ul className="sd-plain-list">
    {names.slice(0, maxNames).map((name) => (
      <li key={name}>{name}</li>
    ))}
    {names.length > maxNames && <li>and {names.length - maxNames} more</li>}
  </ul>
);
