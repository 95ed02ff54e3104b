import { type ScriptFramework } from '../training-images';

/** A text file of the script's folder, cut where it is long. */
export interface CodeFile {
  /** Within the folder. */
  path: string;
  text: string;
}

/** What was found in the code; nothing of it is taken over before somebody accepts it. */
export type Proposal = {
  /** The same for the same proposal, however often the code is read. */
  id: string;
  /** Where it was found, e.g. `train.py, line 12`. */
  where: string;
} & (
  | { kind: 'entryPoint'; value: string }
  | { kind: 'framework'; framework: ScriptFramework }
  /** A file that is missing: packages that are imported and are not in the framework's image. */
  | { kind: 'requirements'; packages: string[] }
  | { kind: 'hyperparameter'; name: string; value: string; note?: string }
  | { kind: 'metric'; name: string; regex: string; sample: string }
);
