'use client';

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { formatTime } from '@/components/shell/format-time';
import { ModalFooter } from '@/components/shell/modal-footer';
import { useReaderZone } from '@/components/shell/reader-clock';
import { UnreadableNotice } from '@/components/shell/unreadable-notice';
import { dropUnreadableDrafts } from './draft-store';
import { draftTitle, maxDraftTitle } from './kept-drafts';
import { type Drafts } from './use-drafts';

/** What is kept of the form, the other drafts, and the way back after another start. */
export const DraftBar = ({ drafts }: { drafts: Drafts }) => {
  const zone = useReaderZone();
  const [naming, setNaming] = useState(false);
  const { current, changed, before } = drafts;
  const others = drafts.drafts.filter(({ id }) => id !== current.id);
  const isDraft = current.id !== undefined;
  const [newest] = others;
  if (!before && !isDraft && newest === undefined && drafts.unreadable === 0) return null;
  return (
    <SpaceBetween size="xs">
      {before && (
        <Alert
          type="info"
          dismissible
          dismissAriaLabel="Dismiss"
          onDismiss={drafts.forget}
          action={<Button onClick={drafts.undo}>Undo</Button>}
        >
          {before.by}
        </Alert>
      )}
      {/* A line of its own height, whatever it says: what is below it must not jump at the first stroke. */}
      <SpaceBetween size="xs" direction="horizontal" alignItems="center">
        {others.length > 0 && (
          <ButtonDropdown
            variant="normal"
            expandToViewport
            items={others.map((draft) => ({
              id: draft.id,
              text: draftTitle(draft),
              secondaryText: formatTime(draft.savedAt, zone, 'minute'),
            }))}
            onItemClick={({ detail }) => {
              const draft = others.find(({ id }) => id === detail.id);
              if (draft) drafts.open(draft);
            }}
          >
            {others.length === 1 ? 'Another draft' : `${others.length} other drafts`}
          </ButtonDropdown>
        )}
        {isDraft && <Button onClick={() => setNaming(true)}>Name this draft</Button>}
        {isDraft && (
          <Button onClick={() => current.id !== undefined && drafts.drop(current.id)}>
            Delete this draft
          </Button>
        )}
        {!isDraft && !changed && newest && (
          <Button variant="inline-link" onClick={() => drafts.open(newest)}>
            {`Go on with ${draftTitle(newest)}, of ${formatTime(newest.savedAt, zone, 'minute')}`}
          </Button>
        )}
        {isDraft && <Box color="text-body-secondary">{standing(drafts)}</Box>}
      </SpaceBetween>
      <UnreadableNotice count={drafts.unreadable} what="draft" onRemove={dropUnreadableDrafts} />
      {naming && <NameModal drafts={drafts} onClose={() => setNaming(false)} />}
    </SpaceBetween>
  );
};

const standing = ({ kept, isKeeping, title }: Drafts): string => {
  if (isKeeping) return 'Keeping its files in this browser…';
  if (kept === 'nowhere') return 'This browser keeps nothing for this page: a reload loses what is typed.';
  const files = kept === 'without-files' ? ' Its files do not fit: choose them again after a reload.' : '';
  return `Kept in this browser as draft ${title}.${files}`;
};

const NameModal = ({ drafts, onClose }: { drafts: Drafts; onClose: () => void }) => {
  const [title, setTitle] = useState(drafts.title);
  const save = () => {
    drafts.rename(title.trim().slice(0, maxDraftTitle));
    onClose();
  };
  return (
    <Modal
      visible
      header="Name this draft"
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <ModalFooter onCancel={onClose}>
          <Button variant="primary" disabled={title.trim() === ''} onClick={save}>
            Use this name
          </Button>
        </ModalFooter>
      }
    >
      <FormField label="Name of the draft" description="The job keeps its own name.">
        <Input
          value={title}
          onChange={({ detail }) => setTitle(detail.value)}
          onKeyDown={({ detail }) => {
            if (detail.key === 'Enter' && title.trim() !== '') save();
          }}
        />
      </FormField>
    </Modal>
  );
};
