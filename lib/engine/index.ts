import { createStore } from 'zustand/vanilla'
import type { BoardDocument } from '../board/document'
import type { ShapeId } from '../board/ids'
import { orderOnTop } from '../board/order'
import type { Edit } from '../board/shape'
import type { Box } from '../geometry/box'
import type { Point } from '../geometry/point'
import { definitionOf } from '../shapes/index'
import type { Theme } from '../shapes/palette'
import type { Env, ToolId } from '../tools/define'
import type { Engine, EngineState, LivePort } from './api'
import { attachTo } from './attach'
import { Commands } from './commands'
import { Drafts } from './drafts'
import { askScene } from './env'
import { FrameLoop } from './frame-loop'
import { Gestures } from './gestures'
import { joinLive } from './live'
import type { LiveSender } from './live-sender'
import { Navigator, showsMotion, type Standpoint } from './navigator'
import { People } from './people'
import type { Panning } from './pointer'
import { RemotePreviews } from './remote-previews'
import { Renderer } from './renderer'
import { Scene } from './scene'
import { boxAroundShapes, sane } from './selection'
import { NextStyles, restyled, sharedStyle, typeOf, typesAmong } from './styling'
import { TextSession } from './typing'
import { Viewport } from './viewport'

export type * from './api'
export type { Standpoint } from './navigator'

export interface EngineOptions {
  readonly theme?: Theme
  readonly isReadOnly?: boolean
  /** Milliseconds of a clock that only goes forward; tests hand in their own. */
  readonly now?: () => number
  /** Where this person was on this board before; else everything is shown. */
  readonly standpoint?: Standpoint | null
}

/** How often previews that wait for the document are looked at when nothing else happens. */
const PREVIEW_CHECK_MS = 500
const READ_ONLY_TOOLS: readonly ToolId[] = ['select', 'hand']

/** An engine for one open board: its tools, its view and its picture. `attach` shows it. */
export function createEngine(document: BoardDocument, options: EngineOptions = {}): Engine {
  const now = options.now ?? (() => performance.now())
  let theme: Theme = options.theme ?? 'paper'
  const state = createStore<EngineState>(() => ({
    tool: 'select',
    isToolPinned: false,
    selection: [],
    style: {},
    zoom: 1,
    editing: null,
    gesture: 'idle',
    canUndo: document.canUndo,
    canRedo: document.canRedo,
    isReadOnly: options.isReadOnly ?? false,
    layout: 0,
    shapeCount: document.size,
    notice: null,
  }))
  const get = state.getState
  const set = state.setState

  const viewport = new Viewport()
  const scene = new Scene(document, () => loop.schedule())
  const navigator = new Navigator(
    {
      viewport,
      now,
      contents: () => scene.bounds(),
      canAnimate: () => host !== null && showsMotion(host),
      changed: () => loop.schedule(),
    },
    options.standpoint,
  )
  const previews = new RemotePreviews(document)
  const drafts = new Drafts(document, previews, (parent) => orderOnTop(document, parent))
  const renderer = new Renderer({ scene, drafts, viewport, changed: () => loop.schedule() }, theme)
  const people = new People(viewport, theme)
  const styles = new NextStyles()
  const questions = askScene(scene, () => viewport.camera.zoom)
  const typing = new TextSession(document, viewport, () => theme, notify)
  const loop = new FrameLoop(frame)
  const gestures = new Gestures(
    {
      board: document,
      env,
      apply,
      select,
      pan: (by) => navigator.pan(by),
      done: () => void (get().isToolPinned || setTool('select')),
      editText,
      cursor: showCursor,
      gesture: (gesture) => void (get().gesture !== gesture && set({ gesture })),
      changed: () => loop.schedule(),
    },
    drafts,
  )
  const commands = new Commands({
    document,
    selection: () => get().selection,
    select,
    apply,
    now,
    target: () => ({ at: pointer ?? viewport.toPage(viewport.centre), frame: pasteFrame() }),
    textStyle: () => styles.of('text'),
  })

  let host: HTMLElement | null = null
  let pointer: Point | null = null
  let cursor = 'default'
  let panning: Panning = 'off'
  let live: LiveSender | null = null

  const ends: (() => void)[] = [
    () => scene.dispose(),
    document.onChange(({ shapes, isLocal }) => {
      drafts.invalidate()
      renderer.changed(shapes.keys())
      typing.changed(shapes)
      const { selection, editing } = get()
      const kept = [...shapes.values()].includes(null) ? sane(document, selection) : selection
      const isMoved = kept.some((id) => shapes.has(id))
      set({
        shapeCount: document.size,
        ...(kept.length < selection.length ? { selection: kept } : {}),
        ...(isMoved || editing !== null ? { layout: get().layout + 1 } : {}),
      })
      if (editing !== null && !document.get(editing)) finishText()
      if (isLocal) navigator.take()
      else navigator.arrived()
      loop.schedule()
    }),
    document.onHistory(() => set({ canUndo: document.canUndo, canRedo: document.canRedo })),
    document.onMeta(() => dress(theme)),
    viewport.onChange(() => {
      set({ zoom: viewport.camera.zoom, layout: get().layout + 1 })
      loop.schedule()
    }),
  ]

  function env(): Env {
    const { style, selection, isReadOnly } = get()
    return { ...questions, zoom: viewport.camera.zoom, style, selection, isReadOnly }
  }

  function notify(code: string): void {
    set({ notice: { code } })
  }

  function apply(edits: readonly Edit[], step: 'new' | 'extend' = 'new'): boolean {
    if (edits.length === 0 || get().isReadOnly) return false
    commands.interrupt()
    const result = document.apply(edits, { step })
    if (!result.ok) notify(result.error.code)
    return result.ok
  }

  function select(ids: readonly ShapeId[]): void {
    const selection = sane(document, ids)
    const before = get().selection
    if (selection.length === before.length && selection.every((id, i) => id === before[i])) return
    set({ selection })
    loop.schedule()
  }

  function setTool(tool: ToolId, { pinned = false } = {}): void {
    if (get().isReadOnly && !READ_ONLY_TOOLS.includes(tool)) return
    finishText()
    gestures.take(tool)
    const type = typeOf(tool)
    set({ tool, isToolPinned: pinned, style: type ? styles.of(type) : {}, gesture: 'idle' })
    if (!READ_ONLY_TOOLS.includes(tool)) select([])
    loop.schedule()
  }

  function editText(id: ShapeId): void {
    const record = document.get(id)
    if (get().isReadOnly || !record || !definitionOf(record.type).handling.text) return
    finishText()
    gestures.cancel()
    typing.start(id)
    renderer.editing = id
    set({ editing: id, selection: [id] })
    loop.schedule()
  }

  function finishText(): void {
    if (typing.id === null) return
    typing.finish()
    renderer.editing = null
    set({ editing: null })
    loop.schedule()
  }

  function showCursor(next: string): void {
    cursor = next
    if (host) host.style.cursor = panning === 'off' ? cursor : panning === 'on' ? 'grabbing' : 'grab'
  }

  function dress(next: Theme): void {
    theme = next
    const { background } = document.meta
    renderer.dress(theme, theme === 'paper' ? background : null)
    people.setTheme(theme)
    loop.schedule()
  }

  function draftsChanged(): void {
    drafts.invalidate()
    loop.schedule()
  }

  function pasteFrame(): ShapeId | null {
    return questions.frameAt(pointer ?? viewport.toPage(viewport.centre))
  }

  function selectionBox(): Box | null {
    const { view } = drafts.picture((id) => scene.rankOf(id))
    const box = boxAroundShapes(view, get().selection)
    if (!box) return null
    const { x, y } = viewport.toScreen(box)
    const { zoom } = viewport.camera
    return { x, y, w: box.w * zoom, h: box.h * zoom }
  }

  function frame(): boolean {
    const time = now()
    navigator.step(time)
    const pause = navigator.follow(time)
    if (pause > 0) {
      loop.wakeIn(pause)
      return false
    }
    previews.prune(time)
    if (!previews.isEmpty) drafts.invalidate()
    const { selection, tool, editing, gesture, isReadOnly } = get()
    const hasHandles = tool === 'select' && editing === null && gesture === 'idle' && !isReadOnly
    const isUnfinished = renderer.render(selection, hasHandles, gestures.hints, time)
    const isMoving = people.render(time)
    live?.flush()
    const fade = people.nextFade
    const wait = previews.isEmpty ? null : time + PREVIEW_CHECK_MS
    const next = Math.min(fade ?? Infinity, wait ?? Infinity)
    if (next < Infinity) loop.wakeIn(next - time)
    return isUnfinished || isMoving || navigator.isMoving
  }

  const connectLive = (port: LivePort) =>
    joinLive(port, { previews, people, now, changed: draftsChanged }, (sender) => {
      live = sender
      gestures.live = sender
    })

  function attach(element: HTMLElement): () => void {
    host = element
    dress(theme)
    const detach = attachTo(element, {
      viewport,
      loop,
      layers: [renderer, people],
      sink: {
        input(input, how) {
          if (input.on === 'down') {
            finishText()
            navigator.take()
          }
          gestures.input(input, how)
        },
        hover(page) {
          pointer = page
          live?.cursor(page)
          loop.schedule()
        },
        panning(next) {
          panning = next
          if (panning === 'on') navigator.take()
          showCursor(cursor)
        },
      },
      onFirstSize: () => navigator.begin(),
      onStir: (by) => (by === 'key' ? navigator.pause() : navigator.stop()),
      onFonts() {
        renderer.invalidate()
        loop.schedule()
      },
    })
    showCursor(cursor)
    return () => {
      gestures.cancel()
      detach()
      host = null
    }
  }

  return {
    state,
    board: document,
    attach,
    connectLive,
    typing,
    stats: loop,
    settled: () => loop.settled(),
    setTheme: dress,
    setReadOnly(isReadOnly) {
      if (isReadOnly) {
        finishText()
        gestures.cancel()
        if (!READ_ONLY_TOOLS.includes(get().tool)) setTool('select')
      }
      set({ isReadOnly })
      loop.schedule()
    },
    dispose() {
      loop.stop()
      for (const end of ends) end()
    },

    setTool,
    cancel() {
      if (gestures.cancel()) return
      if (typing.id !== null) finishText()
      else if (get().tool !== 'select') setTool('select')
      else select([])
    },

    select,
    selectAll() {
      if (get().tool !== 'select') setTool('select')
      select(document.childrenOf(null))
    },
    selectionBox,
    commonStyle() {
      const { selection, tool, style } = get()
      if (selection.length > 0) return sharedStyle(document, selection)
      const type = tool === 'select' ? null : typeOf(tool)
      return { style, keys: type ? definitionOf(type).styles : [] }
    },
    setStyle(patch) {
      const { selection, tool } = get()
      const type = typeOf(tool)
      if (selection.length > 0) apply(restyled(document, selection, patch))
      styles.choose(selection.length > 0 ? typesAmong(document, selection) : type ? [type] : [], patch)
      if (type) set({ style: styles.of(type) })
    },

    apply,
    undo() {
      gestures.cancel()
      document.undo()
    },
    redo() {
      gestures.cancel()
      document.redo()
    },
    deleteSelection: () => commands.remove(),
    duplicateSelection: () => commands.duplicate(),
    nudge: (dx, dy) => commands.nudge(dx, dy),
    reorder: (to) => commands.reorder(to),
    group: () => commands.group(),
    ungroup: () => commands.ungroup(),
    copySelection: () => commands.copy(),
    paste: (text) => !get().isReadOnly && commands.paste(text),
    place(edits, at = viewport.toPage(viewport.centre)) {
      if (!commands.place(edits, at)) return false
      const box = boxAroundShapes(document, get().selection)
      const { w, h } = viewport.seen
      if (box && (box.w > w || box.h > h)) navigator.show(box)
      return true
    },

    view: (to) => navigator.view(to),
    zoomBy: (factor) => navigator.zoomBy(factor),
    zoomTo: (zoom) => navigator.zoomTo(zoom),
    loaded() {
      navigator.loaded()
      loop.schedule()
    },
    zoomToFit: (move) => navigator.showAll(move),
    zoomToSelection(move) {
      const box = boxAroundShapes(document, get().selection)
      if (box) navigator.showClosely(box, move)
      else navigator.showAll(move)
    },
    get standpoint() {
      return navigator.place
    },
    toScreen: (page) => viewport.toScreen(page),
    toPage: (screen) => viewport.toPage(screen),

    editText,
    finishText,
  }
}
