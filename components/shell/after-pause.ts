/**
 * Asks once a reader has paused, for effects that follow what is typed. An answer that comes after the returned
 * function was called is dropped.
 * @param pauseMs how long nothing may have changed
 * @param ask never rejects: what fails is an answer, too
 */
export const afterPause = <Answer>(
  pauseMs: number,
  ask: () => Promise<Answer>,
  take: (answer: Answer) => void,
): (() => void) => {
  let current = true;
  const timer = setTimeout(() => {
    void ask().then((answer) => {
      if (current) take(answer);
    });
  }, pauseMs);
  return () => {
    current = false;
    clearTimeout(timer);
  };
};
