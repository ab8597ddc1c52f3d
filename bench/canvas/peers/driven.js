/** What both peers' pages share: the part of `window.ardoise` (docs/automation.md) that the bench drives them with. */

export const scene = await (await fetch('/scene.json')).json()

/** As much as our own page leaves free around everything. */
const PADDING = 72
/** Frames without a stall that make a page count as at rest. */
const CALM_FRAMES = 4
const CALM_MS = 40

/** Resolves when some frames in a row came without a stall: nothing of a peer tells when it has painted. */
export function calm() {
  return new Promise((resolve) => {
    let [frames, before] = [0, performance.now()]
    requestAnimationFrame(function look(now) {
      frames = now - before < CALM_MS ? frames + 1 : 0
      before = now
      if (frames > CALM_FRAMES) resolve()
      else requestAnimationFrame(look)
    })
  })
}

/** The view that shows everything, no farther away than `least`. */
export function fitted(least) {
  const edges = (of) => [
    Math.min(...scene.map((s) => s.geo[of])),
    Math.max(...scene.map((s) => s.geo[of] + s.geo[of + 2])),
  ]
  const [[left, right], [top, bottom]] = [edges(0), edges(1)]
  const room = { w: innerWidth - 2 * PADDING, h: innerHeight - 2 * PADDING }
  const zoom = Math.max(least, Math.min(1, room.w / (right - left), room.h / (bottom - top)))
  return {
    x: (left + right) / 2 - innerWidth / 2 / zoom,
    y: (top + bottom) / 2 - innerHeight / 2 / zoom,
    zoom,
  }
}

/** Ids of the `count` shapes nearest to the middle of the view. */
export function nearest(count, view) {
  const middle = { x: view.x + innerWidth / 2 / view.zoom, y: view.y + innerHeight / 2 / view.zoom }
  const away = ({ geo: [x, y, w, h] }) => Math.hypot(x + w / 2 - middle.x, y + h / 2 - middle.y)
  return [...scene]
    .sort((a, b) => away(a) - away(b))
    .slice(0, count)
    .map(({ id }) => id)
}

/** Edits of five people as they come from a network: one message each, moves and every tenth a new shape. */
export function remoteEdits({ seconds, rate, ids }, { move, create }) {
  return new Promise((resolve) => {
    const [places, created, from] = [{}, [], performance.now()]
    let edits = 0
    const timer = setInterval(() => {
      const due = Math.min(Math.floor(((performance.now() - from) / 1000) * rate), seconds * rate)
      for (; edits < due; edits++) {
        if (edits % 10 === 0) created.push(create(edits))
        else {
          const id = ids[edits % ids.length]
          places[id] = move(id, edits % 2 ? 3 : -3, (edits % 3) - 1)
        }
      }
      if (edits < seconds * rate) return
      clearInterval(timer)
      resolve({ edits, places, created })
    }, 5)
  })
}
