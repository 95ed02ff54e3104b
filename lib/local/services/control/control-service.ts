import { availableParallelism } from 'node:os';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type z } from 'zod';
import {
  interruptOptionsSchema,
  spotMarketSchema,
  type TrainingEngine,
} from '../../engine/job/training-engine';
import { type StandIns } from '../../engine/stand-in/stand-ins';
import { type TrainingJobStore } from '../../store/training-job-store';
import { ClientError } from '../../core/job-failure';
import { AwsError, validationError } from '../../core/aws-error';
import { type FaultList } from '../../wire/faults';
import { readBody } from '../../wire/request-body';
import { type AwsErrorLike, type RestService } from '../../wire/service';
import { checkFaultTargets, faultListInput } from './fault-input';
import { messageOf } from '../../core/thrown';

/**
 * The local backend's own API, under `/_local/`: what no AWS service has. A dashboard asks for the capabilities
 * once; where there is no such path, the backend is AWS and can do none of it.
 */
const prefix = '/_local/';

/** What this backend can do that AWS cannot, and what of its answers is simulated. */
const capabilities = {
  interrupt: true,
  spotMarket: true,
  faults: true,
  simulated: ['spot prices', 'spot interruptions', 'capacity waits'],
};

const parse = <Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw validationError(issues.join('; '));
};

const readJson = async (request: IncomingMessage): Promise<unknown> => {
  const text = (await readBody(request)).toString('utf8');
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AwsError('SerializationException', `The body is not JSON: ${messageOf(error)}`);
  }
};

const imageOf = (request: IncomingMessage): string => {
  const image = new URL(request.url ?? '/', 'http://localhost').searchParams.get('image');
  if (!image) throw validationError('image: the URI of an image is missing');
  return image;
};

/** What the engine refuses in words for a person is the caller's fault. */
const inWords = async <Value>(act: () => Promise<Value>): Promise<Value> => {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ClientError) throw validationError(error.message);
    throw error;
  }
};

const respond = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};

type Handler = (request: IncomingMessage, name: string) => object | Promise<object>;

interface Route {
  path: RegExp;
  methods: Readonly<Record<string, Handler>>;
}

const standInRoutes = (standIns: StandIns): Route[] => [
  {
    path: /^stand-in$/,
    methods: {
      /** ?image=URI: what stands in for it, and whether it is there; null for an image that is no framework's. */
      GET: (request) =>
        inWords(async () => ({ standIn: (await standIns.describe(imageOf(request))) ?? null })),
      /** Begins to build it, unless it is there. */
      POST: (request) => inWords(async () => ({ standIn: await standIns.build(imageOf(request)) })),
    },
  },
  { path: /^environments$/, methods: { GET: () => standIns.list() } },
  {
    path: /^environments\/([^/]+)$/,
    methods: {
      DELETE: (_request, key) =>
        inWords(async () => {
          await standIns.remove(key);
          return standIns.list();
        }),
    },
  },
];

export const createControlService = ({
  engine,
  jobs,
  faults,
  standIns,
  notices = () => [],
  containerPaths,
}: {
  engine: TrainingEngine;
  jobs: TrainingJobStore;
  faults: FaultList;
  /** What stands in for framework images; without it there is no such path. */
  standIns?: StandIns;
  /** What a person should know of the backend's data. */
  notices?: () => readonly object[];
  /** How a job sees /opt/ml. */
  containerPaths: () => Promise<'mounted' | 'mapped'>;
}): RestService => {
  const statusOf = (name: string): object => {
    const job = jobs.get(name);
    if (!job) throw new AwsError('NotFound', `There is no training job ${name}.`);
    return { name, status: job.status, secondaryStatus: job.secondaryStatus };
  };

  const routes: Route[] = [
    {
      path: /^capabilities$/,
      methods: {
        GET: async () => ({
          ...capabilities,
          ...(standIns ? { standIns: true } : {}),
          containerPaths: await containerPaths(),
          // What CPUUtilization counts one hundred per cent for.
          cores: availableParallelism(),
        }),
      },
    },
    { path: /^notices$/, methods: { GET: () => notices() } },
    {
      path: /^training-jobs\/([^/]+)\/interrupt$/,
      methods: {
        async POST(request, name) {
          statusOf(name);
          engine.interrupt(name, parse(interruptOptionsSchema, await readJson(request)));
          return statusOf(name);
        },
      },
    },
    ...(standIns ? standInRoutes(standIns) : []),
    {
      path: /^spot-market$/,
      methods: {
        GET: () => engine.spotMarket(),
        /** Members that are not given keep their value. */
        async PUT(request) {
          const change = parse(spotMarketSchema.partial(), await readJson(request));
          engine.setSpotMarket(parse(spotMarketSchema, { ...engine.spotMarket(), ...change }));
          return engine.spotMarket();
        },
      },
    },
    {
      path: /^faults$/,
      methods: {
        GET: () => faults.list(),
        async PUT(request) {
          const wanted = parse(faultListInput, await readJson(request));
          checkFaultTargets(wanted, faults);
          faults.set(wanted);
          return faults.list();
        },
        DELETE() {
          faults.set([]);
          return faults.list();
        },
      },
    },
  ];

  return {
    name: 'control',
    claims: (_request, path) => path.startsWith(prefix),
    async handle(request, response) {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname.slice(prefix.length);
      for (const route of routes) {
        const match = route.path.exec(path);
        if (!match) continue;
        const handler = route.methods[request.method ?? ''];
        if (!handler) {
          const allowed = Object.keys(route.methods).join(', ');
          throw new AwsError('MethodNotAllowed', `${prefix}${path} answers to ${allowed} only.`);
        }
        respond(response, 200, await handler(request, decode(match[1] ?? '')));
        return;
      }
      throw new AwsError('NotFound', `The local backend has no ${prefix}${path}.`);
    },
    renderError: ({ code, message, status }: AwsErrorLike, response) =>
      respond(response, status, { code, message }),
  };
};

const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    throw new AwsError('SerializationException', 'The path is not valid percent-encoding.', { cause: error });
  }
};
