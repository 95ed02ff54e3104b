/** @type {import('next').NextConfig} */
const config = {
  output: 'standalone',
  // libsql loads a prebuilt native binary, which a bundler cannot follow.
  serverExternalPackages: ['libsql'],
  poweredByHeader: false,
  outputFileTracingExcludes: { '*': ['.spotdeck/**', '.build/**', 'e2e/**', '.tmp/**'] },
  // `npm run verify` checks the types, tests included; a build has no need to do it again.
  typescript: { ignoreBuildErrors: true },
  // Browsers ask for it by themselves where a document names no icon, such as a file that is shown.
  rewrites: async () => [{ source: '/favicon.ico', destination: '/icon.svg' }],
  experimental: {
    // A launch form may carry a source folder; the action checks the real limit and says so.
    serverActions: { bodySizeLimit: '64mb' },
  },
};

export default config;
