import { newShapeId, type ShapeId } from '../board/ids'
import { resizeShapes, rotateShapes } from '../board/operations'
import type { ArrowEnd, BoardView, Edit, ShapeRecord, Style } from '../board/shape'
import { boxAround, centreOf, contains, cornersOf, intersects, type Box } from '../geometry/box'
import { add, rotate, type Point } from '../geometry/point'
import { definitionOf } from '../shapes/index'
import type { Env, Input, ToolId } from '../tools/define'
import { newShape } from '../tools/new-shape'
import { frameOf, handlePoint, handlingOf, type ResizeHandle } from '../tools/select/frame'
import { resized } from '../tools/select/resize'
import { scalingTo } from '../tools/select/scaling'
import type { Navigator } from './navigation/navigator'
import type { ReadingOrder } from './reading/reading-order'
import { boxAroundShapes } from './selection'
import { roomBeside } from './room-beside'

export interface KeyboardHost {
  readonly board: BoardView
  readonly reading: ReadingOrder
  readonly navigator: Pick<Navigator, 'reveal'>
  env(): Env
  tool(): ToolId
  takeSelectTool(): void
  select(ids: readonly ShapeId[]): void
  apply(edits: readonly Edit[], step: 'new' | 'extend'): boolean
  editText(id: ShapeId): void
  /** What the pointer would tell the tool in hand. */
  input(input: Input): void
  styleOf(type: 'arrow'): Style
  now(): number
  /** The shape that an arrow is being led from, and the one it is from now on; null: none. */
  connecting(): ShapeId | null
  connect(from: ShapeId | null): void
}

/** Presses of a key within this time (ms) are one undo step. */
const REPEAT_MS = 600
/** Page units between a shape and what is placed beside it: room for an arrow. */
const GAP = 80
/** What a line or an arrow placed by key is long (page units). */
const LINE_LENGTH = 160
/** Tools that leave a shape of a usual size by one press in the middle, and those that need a way to draw. */
const PRESSED: ReadonlySet<ToolId> = new Set(['rectangle', 'ellipse', 'diamond', 'frame', 'note', 'text'])
const DRAWN: ReadonlySet<ToolId> = new Set(['line', 'arrow'])
/** Shapes of which another of the same kind can be put beside them. */
const REPEATABLE: ReadonlySet<string> = new Set(['rectangle', 'ellipse', 'diamond', 'note'])
const MIDDLE = [0.5, 0.5] as const

/** The whole of drawing without a pointer: walking the shapes, placing, resizing, turning and connecting them. */
export class Keyboard {
  /** Steps that wait for the reading order of a large board. */
  #steps = 0
  #isLeaving = false
  #walkedTo: ShapeId | null = null
  /** What was selected when the tool in hand was taken: the next shape goes beside it. */
  #beside: ShapeId | null = null
  #last: { readonly what: string; readonly at: number; readonly ids: readonly ShapeId[] } | null = null

  constructor(private readonly host: KeyboardHost) {}

  /** The drawing has got the focus, or the pointer was used: `Tab` walks again. */
  begin(): void {
    this.#isLeaving = false
  }

  /** The board has changed. */
  changed(): void {
    const from = this.host.connecting()
    if (from !== null && !this.host.board.get(from)) this.host.connect(null)
  }

  /** A tool is taken while these are selected. */
  takesTool(selection: readonly ShapeId[]): void {
    this.#beside = selection.length === 1 ? selection[0]! : null
  }

  /** Where the last walk led: its place among the others is known. */
  get walkedTo(): ShapeId | null {
    return this.#walkedTo
  }

  /** Whether `Tab` has somewhere to go; if not, it belongs to the page, and the focus leaves the drawing. */
  canWalk(by: 1 | -1): boolean {
    const { board, reading } = this.host
    if (this.#isLeaving || board.childrenOf(null).length === 0) return false
    return !reading.work() || this.#from(this.#current, by) !== null
  }

  /** Select the next shape in reading order, or the one before, and bring it into view. */
  walk(by: 1 | -1): void {
    const isWaiting = this.#steps !== 0
    this.#steps += by
    if (!isWaiting) this.#advance()
  }

  /** A group is entered, text is typed, a connection ends, the tool in hand leaves its shape: whether any of these applies. */
  get canEnter(): boolean {
    const { selection, isReadOnly, board } = this.host.env()
    const tool = this.host.tool()
    if (this.host.connecting() !== null) return true
    if (tool !== 'select' && tool !== 'hand') return PRESSED.has(tool) || DRAWN.has(tool)
    const [id] = selection
    const record = selection.length === 1 && id !== undefined ? board.get(id) : undefined
    if (!record) return selection.length === 0 && board.size > 0
    return record.type === 'group' || (!isReadOnly && definitionOf(record.type).handling.text)
  }

  enter(): void {
    if (this.host.connecting() !== null) return this.connect()
    const tool = this.host.tool()
    if (PRESSED.has(tool) || DRAWN.has(tool)) return this.#place(tool)
    const id = this.#current
    if (id === null) return this.walk(1)
    if (this.host.board.get(id)?.type !== 'group') return this.host.editText(id)
    const child = this.host.reading.firstChild(id)
    this.#walkedTo = child
    if (child !== null) this.#show(child)
  }

  /** One step out: of a connection, or of a group to the group itself. False when there was none. */
  backOut(): boolean {
    const { board } = this.host
    const from = this.host.connecting()
    if (from !== null) {
      this.host.connect(null)
      if (board.get(from)) this.#show(from)
      return true
    }
    const id = this.#current
    const parent = id === null ? null : board.parentOf(id)
    if (parent !== null && board.get(parent)?.type === 'group') {
      this.#show(parent)
      return true
    }
    this.#isLeaving = true
    return false
  }

  /** Make the selection wider and taller by page units, its top-left corner staying where it is. */
  resize(dw: number, dh: number): void {
    const env = this.host.env()
    const frame = frameOf(env.selection, env)
    const { resize } = handlingOf(env.selection, env)
    if (!frame || resize === 'none' || (resize === 'width' && dw === 0)) return
    const handle: ResizeHandle = dh === 0 ? 'e' : 's'
    const grip = add(handlePoint(frame, handle), rotate({ x: dw, y: dh }, frame.rotation))
    // A press towards nothing ends at the least size, and does not turn the shape inside out.
    if ((dw < 0 && frame.box.w + dw < 1) || (dh < 0 && frame.box.h + dh < 1)) return
    const scaling = scalingTo(frame, handle, grip, { keepsRatio: resize === 'ratio', fromCentre: false })
    const edits =
      resize === 'ratio'
        ? resizeShapes(env.board, env.selection, { ...scaling, anchor: topLeft(frame.box, frame.rotation) })
        : resized({ handle }, scaling, env)
    this.#apply('resize', edits)
  }

  /** Turn the selection about its middle, clockwise. */
  rotate(radians: number): void {
    const env = this.host.env()
    const frame = frameOf(env.selection, env)
    if (!frame || !handlingOf(env.selection, env).rotate) return
    this.#apply('rotate', rotateShapes(env.board, env.selection, radians, centreOf(frame.box)))
  }

  get canConnect(): boolean {
    const { selection, isReadOnly } = this.host.env()
    if (isReadOnly || selection.length < 1 || selection.length > 2) return false
    return selection.every((id) => this.#isTarget(id))
  }

  /** Two selected shapes are joined by an arrow; from one, an arrow begins, and ends at the one that is walked to. */
  connect(): void {
    if (!this.canConnect) return
    const [first, second] = this.host.env().selection as [ShapeId, ShapeId?]
    const from = second === undefined ? this.host.connecting() : first
    const to = second ?? first
    if (from === null) {
      this.host.connect(first)
      return
    }
    if (from === to || !this.#isTarget(from)) return
    this.host.connect(null)
    const arrow = this.#arrow(from, to)
    if (arrow && this.host.apply([{ do: 'create', shape: arrow }], 'new')) this.#show(arrow.id)
  }

  get canExtend(): boolean {
    const { isReadOnly, selection, board } = this.host.env()
    const record = selection.length === 1 ? board.get(selection[0]!) : undefined
    return !isReadOnly && record !== undefined && REPEATABLE.has(record.type)
  }

  /** Put another of the selected shape beside it, and an arrow between them. */
  extend(towards: Point): void {
    const env = this.host.env()
    const id = this.#current
    const placed = id === null ? undefined : env.place(id)
    if (!this.canExtend || id === null || !placed) return
    const box = roomBeside(placed.box, placed.box, towards, GAP, (area) => isFree(env, area))
    const { text: _, ...record } = placed.record
    const [dx, dy] = [box.x - placed.box.x, box.y - placed.box.y]
    const [x, y, w, h, rotation] = record.geo
    const next: ShapeRecord = {
      ...record,
      id: newShapeId(),
      geo: [x + dx, y + dy, w, h, rotation],
      order: env.topOrder(record.parent),
    }
    if (!this.host.apply([{ do: 'create', shape: next }], 'new')) return
    const arrow = this.#arrow(id, next.id)
    if (arrow) this.host.apply([{ do: 'create', shape: arrow }], 'extend')
    this.#show(next.id)
  }

  get #current(): ShapeId | null {
    const { selection } = this.host.env()
    // Of several, the walk goes on from the last.
    return selection.at(-1) ?? null
  }

  #from(id: ShapeId | null, by: 1 | -1): ShapeId | null {
    const { reading } = this.host
    if (id !== null) return by === 1 ? reading.after(id) : reading.before(id)
    return by === 1 ? (reading.firstIn(this.host.env().view) ?? reading.first()) : reading.last()
  }

  /** Take the steps that were asked for, once it is known where they lead. */
  #advance(): void {
    if (!this.host.reading.work()) {
      setTimeout(() => this.#advance())
      return
    }
    let id = this.#current
    const by = Math.sign(this.#steps) as 1 | -1
    for (let left = Math.abs(this.#steps); left > 0; left--) id = this.#from(id, by) ?? id
    this.#steps = 0
    if (id === null || !this.host.board.get(id)) return
    this.host.takeSelectTool()
    this.#walkedTo = id
    this.#show(id)
  }

  #show(id: ShapeId): void {
    this.#isLeaving = false
    this.host.select([id])
    this.#reveal()
  }

  #reveal(): void {
    const box = boxAroundShapes(this.host.board, this.host.env().selection)
    if (box) this.host.navigator.reveal(box)
  }

  #apply(what: string, edits: readonly Edit[]): void {
    const ids = this.host.env().selection
    const now = this.host.now()
    const last = this.#last
    const goesOn = last?.what === what && last.ids === ids && now - last.at < REPEAT_MS
    if (!this.host.apply(edits, goesOn ? 'extend' : 'new')) return
    this.#last = { what, at: now, ids }
    this.#reveal()
  }

  /** Have the tool in hand leave a shape of its usual size, beside what was selected or in the middle of the view. */
  #place(tool: ToolId): void {
    const env = this.host.env()
    const { w, h } = DRAWN.has(tool) ? { w: LINE_LENGTH, h: 0 } : definitionOf(tool).defaults
    const free = (area: Box) => isFree(env, area)
    const beside = this.#beside === null ? undefined : env.place(this.#beside)
    const middle = centreOf(env.view)
    const inMiddle = { x: middle.x - w / 2, y: middle.y - h / 2, w, h }
    const box = beside
      ? roomBeside(boxAround(cornersOf(beside.box, beside.rotation)), { w, h }, { x: 1, y: 0 }, GAP, free)
      : free(inMiddle)
        ? inMiddle
        : roomBeside(inMiddle, { w, h }, { x: 1, y: 0 }, GAP / 2, free)
    const at = (x: number, y: number) => ({ page: { x, y }, screen: { x, y }, pressure: 0.5 })
    const keys = { shift: false, alt: false, mod: true } as const
    const from = DRAWN.has(tool) ? at(box.x, box.y) : at(box.x + w / 2, box.y + h / 2)
    const to = DRAWN.has(tool) ? at(box.x + w, box.y) : from
    this.host.input({ on: 'down', kind: 'mouse', clicks: 1, ...from, ...keys })
    if (DRAWN.has(tool)) this.host.input({ on: 'move', samples: [to], ...to, ...keys })
    this.host.input({ on: 'up', ...to, ...keys })
    this.#isLeaving = false
    this.#beside = null
    this.#reveal()
  }

  #isTarget(id: ShapeId): boolean {
    const record = this.host.board.get(id)
    return record !== undefined && definitionOf(record.type).attach !== undefined
  }

  #arrow(from: ShapeId, to: ShapeId): ShapeRecord | null {
    const env = { ...this.host.env(), style: this.host.styleOf('arrow') }
    const [start, end] = [env.place(from), env.place(to)]
    if (!start || !end) return null
    const tied = (shape: ShapeId): ArrowEnd => ({ shape, anchor: MIDDLE })
    const middle = centreOf(start.box)
    return newShape(env, {
      id: newShapeId(),
      type: 'arrow',
      box: { ...middle, w: 0, h: 0 },
      under: middle,
      upTo: centreOf(end.box),
      data: { start: tied(from), end: tied(to) },
    })
  }
}

/** Whether nothing lies in an area but the frames around it. */
const isFree = (env: Env, area: Box): boolean =>
  env
    .touched((bounds) => intersects(bounds, area))
    .every(({ placed: { record, box } }) => record.type === 'frame' && contains(box, area))

const topLeft = (box: Box, rotation: number): Point => cornersOf(box, rotation)[0]
