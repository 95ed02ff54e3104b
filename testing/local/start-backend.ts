/** A real local backend for a test: on a free port, in a folder of its own, gone when the test ends it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLocalBackend, type LocalBackend, type LocalBackendOptions } from '../../lib/local/backend';

export interface TestBackend {
  url: string;
  port: number;
  dataDir: string;
  /** For any AWS SDK client; `forcePathStyle` matters to S3 alone. */
  client: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
    forcePathStyle: true;
    maxAttempts: 1;
  };
  /** Closes the backend and starts another on the same folder, at a new port. */
  restart(): Promise<TestBackend>;
  /** Closes the backend and leaves its folder. */
  close(): Promise<void>;
  /** Closes the backend and removes its folder. */
  end(): Promise<void>;
}

const nodeModulesDir = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** Sample data is left out, and Python scripts run with the Python on the PATH, unless asked for. */
export const startBackend = async (options: Partial<LocalBackendOptions> = {}): Promise<TestBackend> => {
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'spotdeck-test-')));
  const backend = await createLocalBackend({
    port: 0,
    nodeModulesDir,
    seedSampleData: false,
    // No test builds an environment unless it is about one.
    pythons: { all: 'python3' },
    ...options,
    dataDir,
  });
  return describe(backend, options, dataDir);
};

const describe = (
  backend: LocalBackend,
  options: Partial<LocalBackendOptions>,
  dataDir: string,
): TestBackend => ({
  url: backend.url,
  port: backend.port,
  dataDir,
  client: {
    endpoint: backend.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    forcePathStyle: true,
    maxAttempts: 1,
  },
  async restart() {
    await backend.close();
    return startBackend({ ...options, dataDir });
  },
  close: () => backend.close(),
  async end() {
    await backend.close();
    await rm(dataDir, { recursive: true, force: true });
  },
});
