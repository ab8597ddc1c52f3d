import type { BoardDocument } from '../board/document'
import type { ShapeId } from '../board/ids'
import { orderOnTop } from '../board/order'
import { boxAround, cornersOf, type Box } from '../geometry/box'
import type { Point } from '../geometry/point'
import type { Theme } from '../shapes/palette'
import type { Env } from '../tools/define'
import type { Engine, LivePort } from './api'
import { Arrival } from './arrival'
import { arranged } from './arranging'
import { Changes } from './changes'
import { Commands } from './commands'
import { Drafts } from './drafts'
import { EdgeScroll } from './navigation/edge-scroll'
import { askScene } from './env'
import { FrameLoop } from './frame-loop'
import { Frames } from './scene/frames'
import { Gestures } from './gestures'
import { Keyboard } from './keyboard'
import { joinLive } from './live/live'
import { Mode } from './mode'
import { Navigator, showsMotion, type Standpoint } from './navigation/navigator'
import { News } from './news'
import { People } from './live/people'
import { ReadingOrder } from './reading/reading-order'
import { RemotePreviews } from './live/remote-previews'
import { Renderer } from './renderer'
import type { Preview } from './renderer/cover'
import { Scene } from './scene/scene'
import { boxAroundShapes, Selected } from './selection'
import { rememberEraserChoice } from './eraser-choice'
import { rememberSnapChoice } from './snap-choice'
import { Stage } from './stage'
import { newState } from './state'
import { StyleChoice } from './style-choice'
import { NextStyles } from './styling'
import { Tick } from './tick'
import { TextSession } from './typing'
import { Viewport } from './navigation/viewport'

export type * from './api'
export type { Standpoint } from './navigation/navigator'
export type { Preview } from './renderer/cover'

export interface EngineOptions {
  readonly theme?: Theme
  readonly isReadOnly?: boolean
  /** Milliseconds of a clock that only goes forward; tests hand in their own. */
  readonly now?: () => number
  /** Where this person was on this board before; else everything is shown. */
  readonly standpoint?: Standpoint | null
  /** Stands for the board until that has come. */
  readonly preview?: Preview | null
}

/** An engine for one open board: its tools, its view and its picture. `attach` shows it. */
export function createEngine(document: BoardDocument, options: EngineOptions = {}): Engine {
  const now = options.now ?? (() => performance.now())
  let theme: Theme = options.theme ?? 'paper'
  /** The board's own background, where it is shown. */
  let worn: string | null = null
  const state = newState(document, options.isReadOnly ?? false)
  const get = state.getState
  const set = state.setState

  const changed = () => loop.schedule()
  const select = (ids: readonly ShapeId[]) => mode.select(ids)
  const editText = (id: ShapeId) => mode.editText(id)
  const finishText = () => mode.finishText()

  const viewport = new Viewport()
  const scene = new Scene(document, changed)
  const navigator = new Navigator(
    {
      viewport,
      now,
      contents: () => renderer.coveredBox ?? scene.bounds(),
      canAnimate: () => stage.host !== null && showsMotion(stage.host),
      changed,
    },
    options.standpoint,
  )
  const arrival = new Arrival({
    hold: (isHeld) => scene.hold(isHeld),
    take: () => scene.flush(),
    follow() {
      // It has not come in time, and would lie over what is shown now.
      if (!renderer.isCovered) renderer.uncover()
      navigator.follow()
    },
    isSettled: () => renderer.isSettled,
    isCovered: () => renderer.isCovered,
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
      changed()
    },
    landed() {
      selected.renew()
      set({ layout: get().layout + 1 })
      changed()
    },
    refuse: notify,
  })
  const renderer = new Renderer({ scene, drafts, selected, viewport, changed }, theme, options.preview)
  const people = new People(viewport, theme)
  const styles = new NextStyles()
  const questions = askScene(scene, viewport)
  const typing = new TextSession(document, viewport, () => theme, notify)
  const loop = new FrameLoop(
    () => tick.run(),
    () => tick.isSettled,
  )
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
      letGo: () => navigator.letGo(),
      done: () => void (get().isToolPinned || mode.setTool('select')),
      editText,
      cursor: (cursor) => stage.setCursor(cursor),
      gesture: (gesture) => void (get().gesture !== gesture && set({ gesture })),
      dragged: (input, scrolls) => edge.follow(input, scrolls),
      changed,
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
    target: () => ({ at: pasteAt(), frame: questions.frameAt(pasteAt()) }),
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
    takeSelectTool: () => mode.takeSelectTool(),
    select,
    apply: (edits, step) => changes.apply(edits, step),
    editText,
    input: (input) => gestures.input(input),
    styleOf: (type) => styles.of(type),
    connecting: () => get().connecting,
    connect(from) {
      set({ connecting: from })
      gestures.hints.highlight = from
      changed()
    },
  })

  const mode = new Mode({
    board: document,
    state,
    gestures,
    typing,
    keyboard,
    styles,
    leaveText: (id) => (renderer.editing = id),
    changed,
  })
  const style = new StyleChoice({ board: document, state, selected, styles, changes })
  const stage: Stage = new Stage({
    viewport,
    loop,
    renderer,
    people,
    gestures,
    navigator,
    keyboard,
    finishText,
    undo: () => travel('undo'),
  })
  const news = new News({
    document,
    state,
    selected,
    drafts,
    typing,
    renderer,
    finishText,
    hasFrames: () => loop.isRunning,
    told(isLocal) {
      keyboard.changed()
      // What it shows is not what there is any more.
      if (isLocal) renderer.uncover()
      if (isLocal) navigator.take()
      else arrival.came()
      changed()
    },
  })
  const tick: Tick = new Tick({
    state,
    news,
    navigator,
    edge,
    arrival,
    scene,
    previews,
    drafts,
    gestures,
    renderer,
    people,
    now,
    wakeIn: (ms) => loop.wakeIn(ms),
  })

  const ends: (() => void)[] = [
    state.subscribe(({ selection }) => (selected.ids = selection)),
    () => scene.dispose(),
    () => frames.dispose(),
    () => reading.dispose(),
    () => news.dispose(),
    document.onHistory(() => set({ canUndo: document.canUndo, canRedo: document.canRedo })),
    document.onMeta(() => dress(theme)),
    viewport.onChange(() => {
      set({ zoom: viewport.camera.zoom, layout: get().layout + 1 })
      changed()
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

  /** A gesture that goes on is what a person wants back first, and alone. */
  function travel(to: 'undo' | 'redo'): void {
    if (!gestures.cancel()) changes.travel(to)
  }

  /** Only what is new is put on: every tile is painted again for it. */
  function dress(next: Theme): void {
    const background = next === 'paper' ? document.meta.background : null
    if (next === theme && background === worn) return
    if (next !== theme) renderer.uncover()
    theme = next
    worn = background
    renderer.dress(theme, background)
    people.setTheme(theme)
    changed()
  }

  function pasteAt(): Point {
    return stage.pointer ?? viewport.toPage(viewport.centre)
  }

  function selectionBox(): Box | null {
    const { frame } = selected.shown(drafts.picture((id) => scene.rankOf(id)))
    if (!frame) return null
    const box = boxAround(cornersOf(frame.box, frame.rotation))
    const { x, y } = viewport.toScreen(box)
    const { zoom } = viewport.camera
    return { x, y, w: box.w * zoom, h: box.h * zoom }
  }

  dress(theme)

  const connectLive = (port: LivePort) =>
    joinLive(port, { previews, people, now, changed }, (sender) => {
      gestures.live = sender
    })

  return {
    state,
    board: document,
    attach: (host) => stage.attach(host),
    connectLive,
    typing,
    stats: loop,
    keyboard,
    reading,
    settled: () => loop.settled(),
    setTheme: dress,
    setReadOnly: (isReadOnly) => mode.setReadOnly(isReadOnly),
    dispose() {
      loop.stop()
      for (const end of ends) end()
    },

    setTool: (tool, how) => mode.setTool(tool, how),
    cancel: () => mode.cancel(),

    select,
    selectAll: () => mode.selectAll(),
    selectionBox,
    commonStyle: () => style.common(),
    setStyle: (patch) => style.set(patch),
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
    undo: () => travel('undo'),
    redo: () => travel('redo'),
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
      changed()
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
