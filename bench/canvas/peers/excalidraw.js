import { Excalidraw } from '@excalidraw/excalidraw'
import '@excalidraw/excalidraw/index.css'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { calm, fitted, nearest, remoteEdits, scene } from './driven.js'

window.EXCALIDRAW_ASSET_PATH = '/'
const LEAST_ZOOM = 0.1
const COLOURS = {
  ink: '#1e1e1e',
  red: '#e03131',
  blue: '#1971c2',
  green: '#2f9e44',
  violet: '#6741d9',
  orange: '#f08c00',
}
const TINTS = {
  ink: '#e9ecef',
  red: '#ffc9c9',
  blue: '#a5d8ff',
  green: '#b2f2bb',
  violet: '#d0bfff',
  orange: '#ffec99',
}

/** A shape of the scene as an element, as plain as Excalidraw draws: no hand-drawn look. */
function elementOf({ id, type, geo: [x, y, width, height], style, points, data, text }, seed) {
  const common = {
    id, x, y, width, height, seed, angle: 0, version: 1, versionNonce: seed, updated: 1, index: null,
    strokeColor: COLOURS[style.stroke], strokeWidth: style.width ?? 2, strokeStyle: 'solid', roughness: 0,
    backgroundColor: style.fill && style.fill !== 'none' ? TINTS[style.fill] : 'transparent', fillStyle: 'solid',
    opacity: 100, groupIds: [], frameId: null, roundness: null, isDeleted: false, boundElements: null, link: null,
    locked: false,
  } // prettier-ignore
  if (type === 'pen') {
    const [pressures, places] = [
      points.map((p) => p[2]),
      points.map((p) => [p[0] - points[0][0], p[1] - points[0][1]]),
    ]
    // Its ink is drawn 4.25 times as wide as it says.
    const at = { x: x + points[0][0], y: y + points[0][1], strokeWidth: style.width / 4 }
    return {
      ...common,
      ...at,
      type: 'freedraw',
      points: places,
      pressures,
      simulatePressure: false,
      lastCommittedPoint: null,
    }
  }
  if (type === 'arrow') {
    const [dx, dy] = data.end.point
    const ends = { startBinding: null, endBinding: null, startArrowhead: null, endArrowhead: 'arrow' }
    const size = { width: Math.abs(dx), height: Math.abs(dy) }
    return { ...common, ...size, ...ends, type, points: [[0, 0], [dx, dy]], lastCommittedPoint: null, elbowed: false } // prettier-ignore
  }
  if (type === 'text') {
    const font = {
      fontSize: style.size,
      fontFamily: 5,
      textAlign: 'left',
      verticalAlign: 'top',
      lineHeight: 1.25,
    }
    return { ...common, ...font, type, text, originalText: text, containerId: null, autoResize: true }
  }
  return { ...common, type }
}

const elements = scene.map(elementOf)
const api = await new Promise((resolve) => {
  const initialData = { elements, appState: { viewBackgroundColor: '#ffffff' }, scrollToContent: true }
  createRoot(document.getElementById('root')).render(
    createElement(Excalidraw, { initialData, excalidrawAPI: resolve }),
  )
})
const state = () => api.getAppState()
const view = () => ({ x: -state().scrollX, y: -state().scrollY, zoom: state().zoom.value })
const live = () => api.getSceneElements().filter(({ isDeleted }) => !isDeleted)
function look(to) {
  const { x, y, zoom } = { ...view(), ...to }
  api.updateScene({ appState: { scrollX: -x, scrollY: -y, zoom: { value: zoom } } })
  return view()
}
const TOOLS = { pen: 'freedraw', select: 'selection' }

window.ardoise = {
  ready: (async () => {
    while (live().length < scene.length || state().isLoading) await new Promise(requestAnimationFrame)
    await calm()
  })(),
  count: () => live().length,
  zoom: () => state().zoom.value,
  view: (to) => (to ? look(to) : view()),
  fit: () => look(fitted(LEAST_ZOOM)),
  tool: (name) => api.setActiveTool({ type: TOOLS[name] }),
  settled: calm,
  select(count) {
    const ids = nearest(count, view())
    api.updateScene({ appState: { selectedElementIds: Object.fromEntries(ids.map((id) => [id, true])) } })
  },
  selection: () => Object.keys(state().selectedElementIds),
  shapes: (ids) => {
    const wanted = ids && new Set(ids)
    return live().filter(({ id }) => !wanted || wanted.has(id)).sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ id, x, y }) => ({ id, geo: [x, y] })) // prettier-ignore
  },
}
window.remoteEdits = (order) =>
  remoteEdits(order, (moves, made) => {
    const places = []
    const moved = api.getSceneElementsIncludingDeleted().map((element) => {
      const by = moves.get(element.id)
      if (!by) return element
      const [x, y] = [element.x + by[0], element.y + by[1]]
      places.push([element.id, [x, y]])
      return { ...element, x, y, version: element.version + 1, versionNonce: element.versionNonce + 1 }
    })
    api.updateScene({ elements: [...moved, ...made.map(elementOf)], captureUpdate: 'NEVER' })
    return places
  })
