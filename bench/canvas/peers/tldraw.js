import { b64Vecs, createShapeId, Tldraw, toRichText } from 'tldraw'
import 'tldraw/tldraw.css'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { calm, fitted, nearest, remoteEdits, scene } from './driven.js'

/** Its own limit is 4 000; raised, to see how it does. */
const MOST_SHAPES = 300_000
const LEAST_ZOOM = 0.01
const COLOURS = { ink: 'black', red: 'red', blue: 'blue', green: 'green', violet: 'violet', orange: 'orange' }

function shapeOf({ id, type, geo: [x, y, w, h], style, points, data, text }) {
  const common = { id: createShapeId(id), x, y }
  const color = COLOURS[style.stroke]
  if (type === 'pen') {
    const path = b64Vecs.encodePoints(points.map(([px, py, z]) => ({ x: px, y: py, z })))
    const props = {
      color,
      dash: 'draw',
      size: 'm',
      isComplete: true,
      isPen: true,
      segments: [{ type: 'free', path }],
    }
    return { ...common, type: 'draw', props }
  }
  if (type === 'arrow') {
    const [dx, dy] = data.end.point
    return {
      ...common,
      type,
      props: { color, dash: 'solid', size: 'm', start: { x: 0, y: 0 }, end: { x: dx, y: dy } },
    }
  }
  if (type === 'text') return { ...common, type, props: { color, size: 's', richText: toRichText(text) } }
  const fill = style.fill && style.fill !== 'none' ? 'solid' : 'none'
  return { ...common, type: 'geo', props: { geo: type, w, h, color, fill, dash: 'solid', size: 'm' } }
}

const editor = await new Promise((resolve) => {
  const props = { onMount: resolve, options: { maxShapesPerPage: MOST_SHAPES }, cameraOptions: { zoomSteps: [LEAST_ZOOM, 0.1, 0.25, 0.5, 1, 2, 4, 8] } } // prettier-ignore
  createRoot(document.getElementById('root')).render(createElement(Tldraw, props))
})
editor.user.updateUserPreferences({ animationSpeed: 0 })
editor.run(() => editor.createShapes(scene.map(shapeOf)), { history: 'ignore' })

const view = () => {
  const { x, y, z } = editor.getCamera()
  return { x: -x, y: -y, zoom: z }
}
function look(to) {
  const { x, y, zoom } = { ...view(), ...to }
  editor.setCamera({ x: -x, y: -y, z: zoom }, { immediate: true })
  return view()
}
const plain = (id) => id.replace(/^shape:/, '')
const TOOLS = { pen: 'draw', select: 'select' }
look(fitted(LEAST_ZOOM))

window.ardoise = {
  ready: calm(),
  count: () => editor.getCurrentPageShapeIds().size,
  zoom: () => editor.getZoomLevel(),
  view: (to) => (to ? look(to) : view()),
  fit: () => look(fitted(LEAST_ZOOM)),
  tool: (name) => void editor.setCurrentTool(TOOLS[name]),
  settled: calm,
  select: (count) => void editor.setSelectedShapes(nearest(count, view()).map(createShapeId)),
  selection: () => editor.getSelectedShapeIds().map(plain),
  shapes(ids) {
    const wanted = ids?.map(createShapeId) ?? [...editor.getCurrentPageShapeIds()]
    return wanted.map((id) => editor.getShape(id)).map(({ id, x, y }) => ({ id: plain(id), geo: [x, y] }))
  },
}
window.remoteEdits = (order) =>
  remoteEdits(order, (moves, made) => {
    const moved = [...moves].map(([id, [dx, dy]]) => {
      const shape = editor.getShape(createShapeId(id))
      return { ...shape, x: shape.x + dx, y: shape.y + dy }
    })
    editor.store.mergeRemoteChanges(() => {
      editor.store.put(moved)
      editor.createShapes(made.map(shapeOf))
    })
    return moved.map(({ id, x, y }) => [plain(id), [x, y]])
  })
