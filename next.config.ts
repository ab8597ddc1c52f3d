import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  compress: false, // the server in front compresses once, for pages and API alike
  devIndicators: false,
  typescript: { tsconfigPath: 'tsconfig.build.json' },
  experimental: { optimizePackageImports: ['lucide-react', 'radix-ui'] },
}

export default config
