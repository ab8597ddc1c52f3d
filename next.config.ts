import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // No picture goes through the server: without this it would offer to fetch and resize them.
  images: { unoptimized: true },
  typescript: { tsconfigPath: 'tsconfig.build.json' },
  experimental: { optimizePackageImports: ['lucide-react', 'radix-ui'] },
}

export default config
