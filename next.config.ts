import { networkInterfaces } from 'node:os'
import type { NextConfig } from 'next'

/** This machine, by whichever address a developer's browser or phone opens it. */
const ownAddresses = Object.values(networkInterfaces()).flatMap(
  (all) => all?.map(({ address }) => address) ?? [],
)

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // Development reloads pages only for these; localhost alone is known by itself.
  allowedDevOrigins: ownAddresses,
  // No picture goes through the server: without this it would offer to fetch and resize them.
  images: { unoptimized: true },
  // Types are checked once, by `npm run check`: whoever starts a server does not wait for them again.
  typescript: { ignoreBuildErrors: true },
  experimental: { optimizePackageImports: ['lucide-react', 'radix-ui'] },
}

export default config
