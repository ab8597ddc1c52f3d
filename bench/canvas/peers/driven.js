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

/**
 * Edits of five people: moves of shapes, and every tenth a new shape. What is due goes to `deliver` together, once a
 * frame: tldraw's own synchronisation does so, and it is kinder to Excalidraw than the message by message it has.
 * `deliver` is handed how far shapes move, by id, and what is new; it returns the new places, by id.
 */
export function remoteEdits({ seconds, rate, ids }, deliver) {
  return new Promise((resolve) => {
    const [places, created, from] = [{}, [], performance.now()]
    let edits = 0
    requestAnimationFrame(function frame() {
      const due = Math.min(Math.floor(((performance.now() - from) / 1000) * rate), seconds * rate)
      const [moves, made] = [new Map(), []]
      for (; edits < due; edits++) {
        if (edits % 10 === 0) made.push(newcomer(edits, from))
        else {
          const id = ids[edits % ids.length]
          const [dx, dy] = moves.get(id) ?? [0, 0]
          moves.set(id, [dx + (edits % 2 ? 3 : -3), dy + (edits % 3) - 1])
        }
      }
      if (moves.size + made.length > 0) Object.assign(places, Object.fromEntries(deliver(moves, made)))
      created.push(...made.map(({ id }) => id))
      if (edits < seconds * rate) requestAnimationFrame(frame)
      else resolve({ edits, places, created })
    })
  })
}

const newcomer = (n, from) => ({
  id: `crowd-${Math.round(from)}-${n}`,
  type: 'rectangle',
  geo: [((n * 37) % 1200) - 600, ((n * 53) % 700) - 350, 60, 40],
  style: { stroke: 'red' },
})
