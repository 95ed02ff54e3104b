'use client';

import { useEffect, useState } from 'react';
import { type ActionError } from '@/lib/errors/action-result';
import { askServer } from '../ask-server';
import { holdsWords } from './entries';
import { type FindJobs, type FoundJobs } from './found-jobs';

/** Nothing may have been typed for so long before jobs are asked for. */
const pauseMs = 150;
/** While jobs are read for the first time they are asked for again so often. */
const readingMs = 1_500;

interface Answer {
  text: string;
  found?: FoundJobs;
  error?: ActionError;
}

/**
 * The jobs that a text finds. Until the answer has come those of the last one that it finds too; a request whose
 * answer is of no use any more is given up.
 */
export const useFoundJobs = (find: FindJobs, text: string) => {
  const [answer, setAnswer] = useState<Answer>();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const outdated = new AbortController();
    const ask = async () => {
      const result = await askServer(() => find(text, outdated.signal));
      if (outdated.signal.aborted) return;
      setAnswer(result.ok ? { text, found: result.value } : { text, error: result.error });
    };
    const timer = setTimeout(() => void ask(), text === '' ? 0 : pauseMs);
    return () => {
      clearTimeout(timer);
      outdated.abort();
    };
  }, [find, text, tries]);
  const isAnswered = answer?.text === text;
  const isReading = isAnswered && answer.found?.isReading === true;
  useEffect(() => {
    if (!isReading) return undefined;
    const timer = setTimeout(() => setTries(tries + 1), readingMs);
    return () => clearTimeout(timer);
  }, [isReading, tries, answer]);
  const jobs = answer?.found?.jobs ?? [];
  return {
    jobs: isAnswered ? jobs : jobs.filter(({ name }) => holdsWords(text, name)),
    total: isAnswered ? answer.found?.total : undefined,
    waiting: !isAnswered,
    isReading,
    error: isAnswered ? answer.error : undefined,
    retry: () => {
      setAnswer(undefined);
      setTries(tries + 1);
    },
  };
};
