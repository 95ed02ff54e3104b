'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { useBrowserText } from '@/components/shell/use-browser-text';
import { type LaunchDraft } from '@/lib/training/launch-draft';
import { draftIn, draftSearch, startSearch } from '@/lib/urls/launch-form';
import { type ChosenFile } from '../launch-form-data';
import { type LaunchForm } from '../use-launch-form';
import { dropFilesBut, keepFiles, keptFiles } from './draft-files';
import { draftsKey, dropDraft, keepDraft, keptDrafts, readDrafts } from './draft-store';
import { draftTitle, idsOfDrafts, type KeptDraft, parseDrafts } from './kept-drafts';

/** Typing pauses for this long before it is kept. */
const keepDelayMs = 300;

/** What the form is, besides its values: where it began, and the draft that it is kept as. */
interface Sitting {
  /** Absent until something is changed. */
  id?: string;
  title?: string;
  from: string;
  launchId: string;
  /** The values before anything was changed. */
  start: LaunchDraft;
}

/** A form as it was, to go back to. */
export interface Before {
  sitting: Sitting;
  values: LaunchDraft;
  files: ChosenFile[];
  /** What took its place, a sentence. */
  by: string;
}

/** What is kept of a form. */
type Standing = Pick<Before, 'values' | 'files'>;

interface DraftsOptions {
  backend: string;
  form: LaunchForm;
  files: ChosenFile[];
  setFiles: (files: ChosenFile[]) => void;
  origin: string;
  launchId: string;
}

/**
 * Keeps what is typed as a draft in this browser, under an id that the address has: a reload, Back and a closed tab lose
 * nothing, another start neither.
 */
export const useDrafts = ({ backend, form, files, setFiles, origin, launchId }: DraftsOptions) => {
  const { values, replace } = form;
  const [sitting, setSitting] = useState<Sitting>({ from: origin, launchId, start: values });
  /** The form when another start was asked for that is still on its way: what is typed since is not of this draft. */
  const [asked, setAsked] = useState<Standing>();
  const standing = useMemo(() => asked ?? { values, files }, [asked, values, files]);
  const [before, setBefore] = useState<Before>();
  const [isTextKept, setIsTextKept] = useState(true);
  const text = useBrowserText(draftsKey);
  const { entries, unreadable } = useMemo(() => parseDrafts(text), [text]);
  const drafts = useMemo(() => entries.filter((draft) => draft.backend === backend), [entries, backend]);
  /** Those that are kept or on their way there; and those that came there, whole or not. */
  const sentFiles = useRef<ChosenFile[]>(files);
  const [keptSet, setKeptSet] = useState({ files, isWhole: true });

  const changed = standing.values !== sitting.start || standing.files.length > 0;
  if (changed && sitting.id === undefined) setSitting({ ...sitting, id: crypto.randomUUID() });

  const now = useRef<(of?: Standing) => void>(() => {});
  const current = useRef(standing);
  /** Of a form without a draft that is left before the start that it waits for has come. */
  const spareId = useRef<string>(undefined);
  useEffect(() => {
    current.current = { values, files };
  });
  useEffect(() => {
    const { id } = sitting;
    now.current = (of = standing) => {
      const isTyped = changed || of.values !== standing.values || of.files !== standing.files;
      if (!isTyped) return;
      if (id === undefined) spareId.current ??= crypto.randomUUID();
      const keptId = id ?? spareId.current;
      if (keptId === undefined) return;
      const paths = of.files.map(({ path }) => path);
      const { title, from } = sitting;
      const draft = { id: keptId, backend, ...(title !== undefined && { title }), from, values: of.values };
      setIsTextKept(keepDraft({ ...draft, launchId: sitting.launchId, files: paths, savedAt: Date.now() }));
    };
    if (id === undefined) return;
    setSearch(draftSearch(location.search, id));
    const timer = setTimeout(() => now.current(), keepDelayMs);
    return () => clearTimeout(timer);
  }, [sitting, standing, changed, backend]);

  // At once: what a page that is left has not written by then is lost.
  useEffect(() => {
    const { id } = sitting;
    const { files: sent } = standing;
    if (id === undefined || sentFiles.current === sent) return;
    sentFiles.current = sent;
    void keepFiles(id, sent).then((isWhole) => setKeptSet({ files: sent, isWhole }));
  }, [sitting, standing]);

  useEffect(() => {
    // A page that goes before the start has come keeps what was typed for it, too.
    const keepNow = () => now.current(current.current);
    window.addEventListener('pagehide', keepNow);
    document.addEventListener('visibilitychange', keepNow);
    return () => {
      window.removeEventListener('pagehide', keepNow);
      document.removeEventListener('visibilitychange', keepNow);
      keepNow();
    };
  }, []);

  const open = (draft: KeptDraft) => {
    const { id, title, from, launchId: ownLaunchId } = draft;
    // Opened values are not a change yet, so that looking at a draft does not make it the newest.
    setSitting({
      id,
      ...(title !== undefined && { title }),
      from,
      launchId: ownLaunchId,
      start: draft.values,
    });
    replace(draft.values);
    const take = (found: ChosenFile[], isWhole: boolean) => {
      sentFiles.current = found;
      setKeptSet({ files: found, isWhole });
      setFiles(found);
    };
    take([], true);
    setSearch(draftSearch(startSearch(location.search, from), id));
    if (draft.files.length === 0) return;
    void keptFiles(id).then((found) => take(found, found.length === draft.files.length));
  };

  // The address names the draft that the form went on with when it was left.
  const opening = useRef(open);
  useEffect(() => {
    opening.current = open;
  });
  useEffect(() => {
    const id = draftIn(location.search);
    const draft = keptDrafts().find((each) => each.id === id && each.backend === backend);
    void dropFilesBut(idsOfDrafts(readDrafts()));
    if (!draft) return;
    const timer = setTimeout(() => opening.current(draft), 0);
    return () => clearTimeout(timer);
  }, [backend]);

  const remember = (by: string) => {
    now.current();
    if (changed) setBefore({ sitting, ...standing, by: `${by} What was here before is kept as a draft.` });
  };

  const isCut = keptSet.files === standing.files && !keptSet.isWhole;
  const kept = isTextKept ? (isCut ? ('without-files' as const) : undefined) : ('nowhere' as const);

  return {
    /** Of this backend, newest first. */
    drafts,
    /** How many the browser keeps that cannot be read; they stay. */
    unreadable: unreadable.length,
    current: sitting,
    title: draftTitle({ ...sitting, values }),
    changed,
    /** What this browser does not keep. */
    kept,
    /** Its files are on their way to where the browser keeps them. */
    isKeeping: isTextKept && standing.files.length > 0 && keptSet.files !== standing.files,
    before,
    forget: () => setBefore(undefined),
    /** Goes on with another draft; what was here is kept. */
    open: (draft: KeptDraft) => {
      remember(`The draft ${draftTitle(draft)} is open.`);
      open(draft);
    },
    /** Another start is asked for: until `begin` or `stay`, what is typed is for that one. */
    ask: () => setAsked(standing),
    /** It did not come. */
    stay: () => setAsked(undefined),
    /** The form begins anew. @param start its values, before what was typed while they were on their way */
    begin: (from: string, start: LaunchDraft, by: string) => {
      remember(by);
      setAsked(undefined);
      if (spareId.current !== undefined) dropDraft(spareId.current);
      setSitting({ from, launchId: crypto.randomUUID(), start });
      setSearch(startSearch(location.search, from));
    },
    undo: () => {
      if (!before) return;
      setBefore(undefined);
      setSitting(before.sitting);
      replace(before.values);
      setFiles(before.files);
      setSearch(draftSearch(startSearch(location.search, before.sitting.from), before.sitting.id));
    },
    rename: (title: string) => setSitting({ ...sitting, title }),
    /** The draft, not what is in the form. */
    drop: (id: string) => {
      dropDraft(id);
      if (id !== sitting.id) return;
      setBefore({
        sitting,
        values,
        files,
        by: `The draft ${draftTitle({ ...sitting, values })} is deleted.`,
      });
      const { id: _, title: __, ...rest } = sitting;
      setSitting({ ...rest, start: values });
      setFiles([]);
      setSearch(draftSearch(location.search, undefined));
    },
    /** It was launched. */
    finish: () => {
      now.current = () => {};
      if (sitting.id !== undefined) dropDraft(sitting.id);
    },
  };
};

export type Drafts = ReturnType<typeof useDrafts>;

/** Without a step in the history: Back leaves the form, and comes back to it as it was left. */
const setSearch = (search: string): void => {
  if (search === location.search) return;
  window.history.replaceState(null, '', `${location.pathname}${search}${location.hash}`);
};
