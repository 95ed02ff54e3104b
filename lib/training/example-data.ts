/** How far the data of an example is on a backend. */
export interface ExampleData {
  state: 'ready' | 'missing' | 'preparing' | 'failed';
  /** Where it comes from. */
  origin: string;
  /** Where it lies, or will. */
  s3Uri: string;
  /** What is done at the moment. */
  step?: string;
  /** 0 to 1, of this step. */
  share?: number;
  /** Why it could not be prepared. */
  reason?: string;
}
