import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // No picture goes through the server: without this it would offer to fetch and resize them.
  images: { unoptimized: true },
  // Types are checked once, by `npm run check`: whoever starts a server does not wait for them again.
  typescript: { ignoreBuildErrors: true },
  experimental: { optimizePackageImports: ['lucide-react', 'radix-ui'] },
}

export default config
