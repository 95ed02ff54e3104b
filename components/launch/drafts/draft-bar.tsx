'use client';

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { TextField } from '@/components/forms/field';
import { FormModal } from '@/components/forms/form-modal';
import { useForm } from '@/components/forms/use-form';
import { formatTime } from '@/components/shell/format-time';
import { useReaderZone } from '@/components/shell/reader-clock';
import { UnreadableNotice } from '@/components/shell/unreadable-notice';
import { dropUnreadableDrafts } from './draft-store';
import { draftNameSchema, draftTitle } from './kept-drafts';
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

const order = ['name'];

const NameModal = ({ drafts, onClose }: { drafts: Drafts; onClose: () => void }) => {
  const form = useForm({ initial: { name: drafts.title }, schema: draftNameSchema, order });
  return (
    <FormModal
      form={form}
      header="Name this draft"
      submitText="Use this name"
      send={async ({ name }) => {
        drafts.rename(name);
        return { ok: true, value: undefined };
      }}
      onClose={onClose}
      onDone={onClose}
    >
      {(submit) => (
        <TextField
          form={form}
          name="name"
          label="Name of the draft"
          description="The job keeps its own name."
          onEnter={submit}
        />
      )}
    </FormModal>
  );
};
