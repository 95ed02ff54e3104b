'use client';

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { useEffect, useState } from 'react';
import { saveFile } from '@/components/charts/save-file';
import { askServer } from '@/components/shell/ask-server';
import { ModalFooter } from '@/components/shell/modal-footer';
import { type ActionResult } from '@/lib/errors/action-result';
import { type JobActions } from '../actions/job-actions';
import styles from '../job-page.module.css';

interface ReportLogModalProps {
  jobName: string;
  report: JobActions['reportLog'];
  onClose: () => void;
}

/** Shows what would be handed on before it is saved: what was read, and the log with its names masked. */
export const ReportLogModal = ({ jobName, report, onClose }: ReportLogModalProps) => {
  const [answer, setAnswer] = useState<ActionResult<string>>();
  useEffect(() => {
    let isOpen = true;
    void askServer(report).then((result) => {
      if (!isOpen) return;
      setAnswer(result.ok ? { ok: true, value: JSON.stringify(result.value, null, 1) } : result);
    });
    return () => {
      isOpen = false;
    };
  }, [report]);
  const text = answer?.ok ? answer.value : undefined;
  return (
    <Modal
      visible
      size="large"
      header="Help us read your log"
      onDismiss={onClose}
      footer={
        <ModalFooter onCancel={onClose}>
          <Button
            variant="primary"
            disabled={text === undefined}
            onClick={() => {
              if (text === undefined) return;
              saveFile(`${jobName}-log-report.json`, new Blob([text], { type: 'application/json' }));
              onClose();
            }}
          >
            Save
          </Button>
        </ModalFooter>
      }
    >
      <SpaceBetween size="m">
        <Box>
          What Spotdeck reads in this log, and the log itself. Values are kept; names of hosts, accounts,
          buckets and paths, and secrets, are masked. Look it through: nothing is sent anywhere, the file is
          yours to attach to a report.
        </Box>
        {answer === undefined && <Spinner />}
        {answer?.ok === false && <Alert type="error">{answer.error.message}</Alert>}
        {text !== undefined && (
          <pre className={styles.json} tabIndex={0} role="region" aria-label="The report">
            {text}
          </pre>
        )}
      </SpaceBetween>
    </Modal>
  );
};
