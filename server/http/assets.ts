import { getRequestListener } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'

export const ASSETS_PATH = '/_next/static/'
/** A year: a file's name changes with its contents. */
const FOR_EVER = 'public, max-age=31536000, immutable'

/**
 * Scripts, styles and fonts of the pages, out of the folder the build put them in. They were compressed there: a page
 * has some 400 KiB of them, which take longer to compress than to draw with.
 */
export function createAssets(folder: string) {
  const app = new Hono()
  app.use(
    `${ASSETS_PATH}*`,
    async (c, next) => {
      c.header('Cache-Control', FOR_EVER)
      await next()
    },
    serveStatic({
      root: folder,
      precompressed: true,
      rewriteRequestPath: (path) => path.slice(ASSETS_PATH.length - 1),
    }),
  )
  app.notFound((c) => c.text('No such file; reload the page.', 404, { 'Cache-Control': 'no-store' }))
  return getRequestListener(app.fetch, { overrideGlobalObjects: false })
}
