import type { BoardId } from '../../lib/board/ids'
import type { Preview } from '../../lib/engine'
import { FIT_PADDING_PX } from '../../lib/engine/navigation/camera'
import { previewPath, type PagePreview } from '../../lib/protocol/page'
import { PLACES_KEY } from './last-places'
import { DRAWING } from './drawing'

/** What the script begins, for the code that comes after it. */
export interface ShownPreview extends Preview {
  readonly boardId: string
}

declare global {
  interface Window {
    ardoisePreview?: ShownPreview
  }
}

/** Enlarged more than this, a picture of the whole says less than the shapes that come. */
const MOST_ENLARGED = 3

/**
 * A script for the page itself, run before any of its code has come: it puts the picture of the board where the engine
 * will look at it from, which is where this person was the last time, else where everything is seen.
 */
export function previewScript(boardId: BoardId, preview: PagePreview): string {
  const { area, contents, background, scale } = preview
  const given = JSON.stringify({
    boardId,
    area,
    contents,
    background,
    paths: { paper: previewPath(boardId, preview, 'paper'), slate: previewPath(boardId, preview, 'slate') },
  }).replaceAll('<', '\\u003c')
  return `{
const { boardId, area, contents, background, paths } = ${given}
const host = document.getElementById('${DRAWING}')
const { clientWidth: w, clientHeight: h } = host
const pinned = document.documentElement.dataset.theme
const theme = pinned ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'slate' : 'paper')
let place = null
try {
  for (const store of [sessionStorage, localStorage])
    place ??= JSON.parse(store.getItem('${PLACES_KEY}') ?? '[]').find(([id]) => id === boardId)?.[1] ?? null
} catch {}
const room = (length, size) => Math.max(1, length - ${2 * FIT_PADDING_PX}) / Math.max(size, 1e-6)
place ??= {
  x: contents.x + contents.w / 2,
  y: contents.y + contents.h / 2,
  zoom: Math.min(1, room(w, contents.w), room(h, contents.h)),
}
if (w > 0 && place.zoom <= ${MOST_ENLARGED * scale}) {
  const image = new Image()
  image.alt = ''
  image.fetchPriority = 'high'
  image.style.cssText = 'position:absolute;left:0;top:0;max-width:none;pointer-events:none'
  image.style.width = area.w * place.zoom + 'px'
  image.style.height = area.h * place.zoom + 'px'
  const [x, y] = [(area.x - place.x) * place.zoom + w / 2, (area.y - place.y) * place.zoom + h / 2]
  image.style.transform = 'translate(' + x + 'px, ' + y + 'px)'
  image.onerror = () => {
    image.remove()
    delete host.dataset.previewed
  }
  image.src = paths[theme]
  if (background !== null && theme === 'paper') host.style.background = background
  host.append(image)
  host.dataset.previewed = ''
  window.ardoisePreview = { boardId, image, area, contents }
}
}`
}

/** What the page shows of this board already, to whoever asks first; null when it shows nothing. */
export function takePreview(boardId: string): Preview | null {
  const shown = window.ardoisePreview
  if (shown?.boardId !== boardId) return null
  delete window.ardoisePreview
  return shown
}
