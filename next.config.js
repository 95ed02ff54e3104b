import { PHASE_PRODUCTION_BUILD } from 'next/constants.js';

/** @returns {import('next').NextConfig} */
const config = (phase) => ({
  // libsql loads a prebuilt native binary, which a bundler cannot follow.
  serverExternalPackages: ['libsql'],
  // Without it Next looks for a lockfile in the folders above, and warns of those it finds.
  turbopack: { root: import.meta.dirname },
  poweredByHeader: false,
  // The server in front of Next does it: see lib/server/front.
  compress: false,
  // No image is ever scaled: without this Next answers for that, too.
  images: { unoptimized: true },
  // `npm run verify` checks the types, tests included; a build has no need to do it again.
  typescript: { ignoreBuildErrors: true },
  // Browsers ask for it by themselves where a document names no icon, such as a file that is shown.
  rewrites: async () => [{ source: '/favicon.ico', destination: '/icon.svg' }],
  ...(phase === PHASE_PRODUCTION_BUILD && {
    turbopack: {
      resolveAlias: {
        // Made lighter: see scripts/library.
        '@cloudscape-design/components/*': './.build/cloudscape/*',
        // The library's texts come parsed.
        '@formatjs/icu-messageformat-parser': '@formatjs/icu-messageformat-parser/lib/no-parser.js',
      },
    },
  }),
  experimental: {
    // A launch form may carry a source folder; the action checks the real limit and says so.
    serverActions: { bodySizeLimit: '64mb' },
  },
});

export default config;
