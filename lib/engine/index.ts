import { createStore } from 'zustand/vanilla'
import type { BoardDocument } from '../board/document'
import type { ShapeId } from '../board/ids'
import { orderOnTop } from '../board/order'
import { boxAround, cornersOf, type Box } from '../geometry/box'
import type { Point } from '../geometry/point'
import { definitionOf } from '../shapes/index'
import type { Theme } from '../shapes/palette'
import type { Env, ToolId } from '../tools/define'
import type { Engine, EngineState, LivePort } from './api'
import { Arrival } from './arrival'
import { arranged } from './arranging'
import { attachTo } from './attach'
import { Changes } from './changes'
import { Commands } from './commands'
import { Drafts } from './drafts'
import { EdgeScroll } from './edge-scroll'
import { askScene } from './env'
import { FrameLoop } from './frame-loop'
import { Frames } from './frames'
import { Gestures } from './gestures'
import { Keyboard } from './keyboard'
import { joinLive } from './live'
import type { LiveSender } from './live-sender'
import { Navigator, showsMotion, type Standpoint } from './navigator'
import { People } from './people'
import type { Panning } from './pointer'
import { ReadingOrder } from './reading-order'
import { RemotePreviews } from './remote-previews'
import { Renderer } from './renderer'
import { Scene } from './scene'
import { boxAroundShapes, sane, Selected } from './selection'
import { readEraserChoice, rememberEraserChoice } from './eraser-choice'
import { readSnapChoice, rememberSnapChoice } from './snap-choice'
import { NextStyles, restyled, typeOf } from './styling'
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
const READ_ONLY_TOOLS: readonly ToolId[] = ['select', 'lasso', 'hand']

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
    snap: readSnapChoice(),
    eraser: readEraserChoice(),
    layout: 0,
    shapeCount: document.size,
    connecting: null,
    notice: null,
    busy: null,
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
  const arrival = new Arrival({
    hold: (isHeld) => scene.hold(isHeld),
    follow: () => navigator.follow(),
    isSettled: () => renderer.isSettled,
    now,
  })
  const previews = new RemotePreviews(document)
  const selected = new Selected(document)
  const setOf = (ids: readonly ShapeId[]) => selected.setOf(ids)
  const drafts = new Drafts(document, previews, (parent) => orderOnTop(document, parent), setOf)
  const frames = new Frames(document, scene)
  const changes = new Changes({
    document,
    drafts,
    isReadOnly: () => get().isReadOnly,
    frames: () => frames.inOrder(),
    setOf,
    begin: () => commands.interrupt(),
    busy(busy) {
      set({ busy })
      loop.schedule()
    },
    landed() {
      selected.renew()
      set({ layout: get().layout + 1 })
      loop.schedule()
    },
    refuse: notify,
  })
  const renderer = new Renderer({ scene, drafts, selected, viewport, changed: () => loop.schedule() }, theme)
  const people = new People(viewport, theme)
  const styles = new NextStyles()
  const questions = askScene(scene, viewport)
  const typing = new TextSession(document, viewport, () => theme, notify)
  const loop = new FrameLoop(frame, isSettled)
  const edge = new EdgeScroll(
    viewport,
    (by) => navigator.nudge(by),
    (input) => gestures.input(input),
  )
  const gestures = new Gestures(
    {
      board: document,
      env,
      apply: (edits, step) => changes.apply(edits, step),
      make: (edits, count) => changes.make(edits, count),
      putDown: (shift) => changes.putDown(shift),
      select,
      pan: (by) => navigator.pan(by),
      done: () => void (get().isToolPinned || setTool('select')),
      editText,
      cursor: showCursor,
      gesture: (gesture) => void (get().gesture !== gesture && set({ gesture })),
      dragged: (input, scrolls) => edge.follow(input, scrolls),
      changed: () => loop.schedule(),
    },
    drafts,
  )
  const commands = new Commands({
    document,
    selection: () => get().selection,
    select,
    apply: (edits, step, then) => changes.apply(edits, step, then),
    make: (edits, ids, step) => changes.make(edits, changes.sizeOf(ids), { step }),
    now,
    target: () => ({ at: pointer ?? viewport.toPage(viewport.centre), frame: pasteFrame() }),
    textStyle: () => styles.of('text'),
  })

  const reading = new ReadingOrder(document)
  const keyboard = new Keyboard({
    board: document,
    reading,
    navigator,
    env,
    now,
    tool: () => get().tool,
    takeSelectTool: () => void (get().tool !== 'select' && setTool('select')),
    select,
    apply: (edits, step) => changes.apply(edits, step),
    editText,
    input: (input) => gestures.input(input),
    styleOf: (type) => styles.of(type),
    connecting: () => get().connecting,
    connect(from) {
      set({ connecting: from })
      gestures.hints.highlight = from
      loop.schedule()
    },
  })

  let host: HTMLElement | null = null
  let pointer: Point | null = null
  let cursor = 'default'
  let panning: Panning = 'off'
  let live: LiveSender | null = null

  const ends: (() => void)[] = [
    state.subscribe(({ selection }) => (selected.ids = selection)),
    () => scene.dispose(),
    () => frames.dispose(),
    () => reading.dispose(),
    document.onChange(({ shapes, isLocal }) => {
      drafts.changed(shapes.keys())
      renderer.changed(shapes.keys())
      typing.changed(shapes)
      const { selection, editing } = get()
      const isMoved = !(isLocal && drafts.isLanding) && selected.changed(shapes, isLocal)
      const kept = selected.isLosing(shapes) ? sane(document, selection) : selection
      set({
        shapeCount: document.size,
        ...(kept.length < selection.length ? { selection: kept } : {}),
        ...(isMoved || editing !== null ? { layout: get().layout + 1 } : {}),
      })
      if (editing !== null && !document.get(editing)) finishText()
      keyboard.changed()
      if (isLocal) navigator.take()
      else arrival.came()
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
    const { style, selection, snap, eraser, isReadOnly } = get()
    const { camera, seen } = viewport
    return {
      ...questions,
      selected,
      zoom: camera.zoom,
      view: seen,
      style,
      selection,
      snap,
      eraser,
      isReadOnly,
    }
  }

  function notify(code: string): void {
    set({ notice: { code } })
  }

  function select(ids: readonly ShapeId[]): void {
    const before = get().selection
    if (ids === before) return
    const selection = sane(document, ids)
    if (selection.length === before.length && selection.every((id, i) => id === before[i])) return
    choose(selection)
  }

  /** Select what is known to be on the board and not inside one another. */
  function choose(selection: readonly ShapeId[]): void {
    set({ selection })
    loop.schedule()
  }

  function setTool(tool: ToolId, { pinned = false } = {}): void {
    if (get().isReadOnly && !READ_ONLY_TOOLS.includes(tool)) return
    finishText()
    if (READ_ONLY_TOOLS.includes(get().tool)) keyboard.takesTool(get().selection)
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

  function undo(): void {
    gestures.cancel()
    changes.travel('undo')
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

  function pasteFrame(): ShapeId | null {
    return questions.frameAt(pointer ?? viewport.toPage(viewport.centre))
  }

  function selectionBox(): Box | null {
    const { frame } = selected.shown(drafts.picture((id) => scene.rankOf(id)))
    if (!frame) return null
    const box = boxAround(cornersOf(frame.box, frame.rotation))
    const { x, y } = viewport.toScreen(box)
    const { zoom } = viewport.camera
    return { x, y, w: box.w * zoom, h: box.h * zoom }
  }

  function frame(): boolean {
    const time = now()
    navigator.step(time)
    const isScrolling = edge.step(time)
    const pause = arrival.begin()
    if (pause > 0) {
      loop.wakeIn(pause)
      if (!navigator.hasView) {
        scene.flush()
        return false
      }
    }
    previews.prune(time)
    const { tool, editing, gesture, isReadOnly } = get()
    const isFree = editing === null && gesture === 'idle' && !drafts.isLanding
    const hasHandles = tool === 'select' && isFree && !isReadOnly
    const isUnfinished = renderer.render(hasHandles, gestures.hints, time)
    arrival.end()
    const isMoving = people.render(time)
    live?.flush()
    const fade = people.nextFade
    const wait = previews.isEmpty ? null : time + PREVIEW_CHECK_MS
    const next = Math.min(fade ?? Infinity, wait ?? Infinity, renderer.wakeAt ?? Infinity)
    if (next < Infinity) loop.wakeIn(next - time)
    return isUnfinished || isMoving || isScrolling || navigator.isMoving
  }

  function isSettled(): boolean {
    const { gesture, busy } = get()
    const isStill = gesture === 'idle' && busy === null && !drafts.isLanding && !navigator.isMoving
    return isStill && arrival.isShown && renderer.isSettled
  }

  const connectLive = (port: LivePort) =>
    joinLive(port, { previews, people, now, changed: () => loop.schedule() }, (sender) => {
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
          if (!page) gestures.leave()
          live?.cursor(page)
          loop.schedule()
        },
        panning(next) {
          panning = next
          if (panning === 'on') navigator.take()
          showCursor(cursor)
        },
        fling: (velocity) => navigator.fling(velocity),
        undo,
      },
      onFirstSize: () => navigator.begin(),
      onStir(by) {
        if (by !== 'focus') navigator[by === 'key' ? 'pause' : 'stop']()
        if (by !== 'key') keyboard.begin()
      },
      onHidden: () => renderer.rest(),
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
    keyboard,
    reading,
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
      else if (!keyboard.backOut()) select([])
    },

    select,
    selectAll() {
      if (get().tool !== 'select') setTool('select')
      choose(document.childrenOf(null))
    },
    selectionBox,
    commonStyle() {
      const { selection, tool, style } = get()
      if (selection.length > 0) return selected.style
      const type = tool === 'select' ? null : typeOf(tool)
      return { style, keys: type ? definitionOf(type).styles : [], types: type ? [type] : [] }
    },
    setStyle(patch) {
      const { selection, tool } = get()
      const type = typeOf(tool)
      if (selection.length > 0) changes.make(restyled(document, selection, patch), changes.sizeOf(selection))
      styles.choose(selection.length > 0 ? selected.style.types : type ? [type] : [], patch)
      if (type) set({ style: styles.of(type) })
    },

    setEraser(change) {
      const eraser = { ...get().eraser, ...change }
      set({ eraser })
      rememberEraserChoice(eraser)
    },
    setSnap(change) {
      const snap = { ...get().snap, ...change }
      set({ snap })
      rememberSnapChoice(snap)
    },

    apply: (edits) => changes.apply(edits),
    undo,
    redo() {
      gestures.cancel()
      changes.travel('redo')
    },
    deleteSelection: () => commands.remove(),
    duplicateSelection: () => commands.duplicate(),
    nudge: (dx, dy) => commands.nudge(dx, dy),
    reorder: (to) => commands.reorder(to),
    arrange: (how) => void changes.apply(arranged(document, get().selection, how)),
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
      arrival.finish()
      navigator.loaded()
      loop.schedule()
    },
    reveal: (area) => navigator.reveal(area),
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
