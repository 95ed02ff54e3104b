'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { type ActionError, type ActionResult } from '@/lib/errors/action-result';

/**
 * Asks again every `intervalMs` while `active` and the tab is visible, never twice at once. A poll that fails keeps
 * the last answer and says why.
 */
export const usePoll = <Value>(
  initial: Value,
  ask: () => Promise<ActionResult<Value>>,
  { active, intervalMs }: { active: (value: Value) => boolean; intervalMs: number },
) => {
  const [value, setValue] = useState(initial);
  const [problem, setProblem] = useState<ActionError>();
  const asking = useRef(false);
  const refresh = useCallback(async () => {
    if (asking.current) return;
    asking.current = true;
    try {
      const result = await ask();
      setProblem(result.ok ? undefined : result.error);
      if (result.ok) setValue(result.value);
    } catch {
      setProblem({ code: 'unreachable', message: 'The dashboard does not answer. Is it still running?' });
    } finally {
      asking.current = false;
    }
  }, [ask]);
  const polling = active(value);
  useEffect(() => {
    if (!polling) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void refresh();
    }, intervalMs);
    return () => clearInterval(timer);
  }, [polling, intervalMs, refresh]);
  return { value, setValue, problem, refresh };
};
