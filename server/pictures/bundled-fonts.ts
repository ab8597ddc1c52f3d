import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { FontName } from '../../lib/board/shape'
import { filesNeeded, fontFilesIn, type FontFile } from '../../lib/formats/svg/fonts'

/** The packages that pages take their drawing fonts from: server and browser draw with the same files. */
const PACKAGES = ['shantell-sans', 'inter', 'source-serif-4', 'jetbrains-mono']

const require = createRequire(import.meta.url)
let files: readonly FontFile[] | null = null

/** The files of the drawing fonts; `url` is a path on this machine. */
function bundledFonts(): readonly FontFile[] {
  files ??= PACKAGES.flatMap((name) => {
    const sheet = require.resolve(`@fontsource-variable/${name}/index.css`)
    return fontFilesIn(readFileSync(sheet, 'utf8')).map((file) => ({
      ...file,
      url: join(dirname(sheet), file.url),
    }))
  })
  return files
}

/** The files that these characters need, with their bytes. */
export const fontsFor = (
  characters: ReadonlyMap<FontName, ReadonlySet<string>>,
): (FontFile & { readonly bytes: Buffer })[] =>
  filesNeeded(bundledFonts(), characters).map((file) => ({ ...file, bytes: readFileSync(file.url) }))
