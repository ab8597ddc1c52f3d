import { boxAround, expand, union, type Box } from '../geometry/box'
import type { FontFace, Paint, Path, Pen, Surface } from './define'

/** A surface for tests: remembers what was painted, and the local box that it covers. */
export class RecordingSurface implements Surface {
  readonly fills: Paint[] = []
  readonly strokes: Pen[] = []
  readonly texts: {
    readonly line: string
    readonly x: number
    readonly y: number
    readonly font: FontFace
  }[] = []
  /** The points of every path that was filled or stroked. */
  readonly paths: { x: number; y: number }[][] = []
  covered: Box | null = null
  #points: { x: number; y: number }[] = []
  /** Path commands since the last `beginPath`. */
  commands: string[] = []

  constructor(readonly pixel = 0) {}

  beginPath(): void {
    this.#points = []
    this.commands = []
  }
  #add(command: string, ...points: [x: number, y: number][]): void {
    this.commands.push(command)
    for (const [x, y] of points) this.#points.push({ x, y })
  }
  moveTo: Path['moveTo'] = (x, y) => this.#add('moveTo', [x, y])
  lineTo: Path['lineTo'] = (x, y) => this.#add('lineTo', [x, y])
  quadraticCurveTo: Path['quadraticCurveTo'] = (cx, cy, x, y) =>
    this.#add('quadraticCurveTo', [cx, cy], [x, y])
  bezierCurveTo: Path['bezierCurveTo'] = (ax, ay, bx, by, x, y) => {
    // The curve's own extent, not that of its handles, which bounds need not hold.
    const from = this.#points.at(-1) ?? { x: ax, y: ay }
    this.#add(
      'bezierCurveTo',
      ...Array.from({ length: 16 }, (_, i): [number, number] => {
        const [t, s] = [(i + 1) / 16, 1 - (i + 1) / 16]
        const at = (a: number, b: number, c: number, d: number) =>
          s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d
        return [at(from.x, ax, bx, x), at(from.y, ay, by, y)]
      }),
    )
  }
  ellipse: Path['ellipse'] = (cx, cy, rx, ry) => this.#add('ellipse', [cx - rx, cy - ry], [cx + rx, cy + ry])
  roundRect: Path['roundRect'] = (x, y, w, h) => this.#add('roundRect', [x, y], [x + w, y + h])
  closePath(): void {
    this.commands.push('closePath')
  }
  fill(paint: Paint): void {
    this.fills.push(paint)
    this.#cover(0)
  }
  stroke(pen: Pen): void {
    this.strokes.push(pen)
    this.#cover(pen.width / 2)
  }
  text(line: string, x: number, y: number, font: FontFace, width: number): void {
    this.texts.push({ line, x, y, font })
    this.#union({ x, y: y - font.size * 0.7, w: width, h: font.size * 0.9 })
  }
  clip(_box: Box, draw: () => void): void {
    draw()
  }
  #cover(by: number): void {
    this.paths.push(this.#points)
    if (this.#points.length > 0) this.#union(expand(boxAround(this.#points), by))
  }
  #union(box: Box): void {
    this.covered = this.covered ? union(this.covered, box) : box
  }
}
