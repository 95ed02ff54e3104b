import { RuleTester } from 'eslint';
import { describe, it } from 'vitest';
import { explainedCatch } from './explained-catch.mjs';

RuleTester.describe = describe;
RuleTester.it = it;

const refused = (code: string) => ({ code, errors: [{ messageId: 'unexplained' as const }] });

new RuleTester().run('explained-catch', explainedCatch, {
  valid: [
    'try { act(); } catch (error) { log(error); }',
    'try { act(); } catch { throw new Error("what the reader is to see"); }',
    'try { act(); } catch { /* Gone with its folder. */ }',
    'act().catch((error) => log(error));',
    '// Asked again for the next who asks.\nact().catch(() => undefined);',
    'act()\n  // A machine without the file has none.\n  .catch(() => []);',
    '// None is as good as an empty one.\nconst kept = await read().catch(() => []);',
    '// The next start does it.\nif (late) act().catch(() => undefined);',
    'act().catch(log);',
  ],
  invalid: [
    refused('try { act(); } catch { }'),
    refused('try { act(); } catch { undo(); throw new Error("x"); }'),
    refused('// This says nothing of the catch.\ntry { act(); } catch { done = false; }'),
    refused('act().catch(() => undefined);'),
    refused('act().catch(async () => { await again(); });'),
    refused('// Of the function.\nconst read = () => {\n  return act().catch(() => undefined);\n};'),
  ],
});
