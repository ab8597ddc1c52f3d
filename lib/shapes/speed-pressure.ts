/** Share of the way to the pressure of its speed that ink has gone after one width of the nib. */
const RATE = 0.275
const RESTING = 0.5

/**
 * Pressure made from speed, where the device knows none: 1 where the pointer creeps, less where points lie apart.
 * Lengths count in widths of the nib. As in perfect-freehand.
 */
export class SpeedPressure {
  #x = NaN
  #y = NaN
  #pressure = RESTING

  constructor(private readonly width: number) {}

  next(x: number, y: number): number {
    const [dx, dy] = [x - this.#x, y - this.#y]
    const moved = Math.sqrt(dx * dx + dy * dy) / this.width
    this.#x = x
    this.#y = y
    if (!(moved > 0)) return this.#pressure
    const speed = Math.min(1, moved)
    this.#pressure += (1 - speed - this.#pressure) * speed * RATE
    return this.#pressure
  }

  copy(): SpeedPressure {
    const copy = new SpeedPressure(this.width)
    copy.#x = this.#x
    copy.#y = this.#y
    copy.#pressure = this.#pressure
    return copy
  }
}
