/** A decoded picture: four bytes a pixel, row by row. */
export interface Pixels {
  readonly data: Uint8ClampedArray
  readonly width: number
  readonly height: number
}

export interface Difference {
  /** Of the pixels that either picture paints (those that are not its first one's colour), how many the other lacks. */
  readonly share: number
  /** Painted pixels, so that a comparison of two blank pictures is noticed. */
  readonly painted: number
  /** A place where they differ, for whoever looks for the reason. */
  readonly at: readonly [x: number, y: number] | null
}

/** Channel steps (0–255) within which two pixels count as the same. */
const SAME_COLOUR = 40

/**
 * Compare two pictures of one size. Edges may lie `reach` pixels elsewhere: a pixel differs when the other picture has
 * nothing like it that near, in both directions. Two rasterisers agree with a reach of 1; one with itself, with 0.
 */
export function difference(a: Pixels, b: Pixels, reach = 1): Difference {
  if (a.width !== b.width || a.height !== b.height) {
    throw new Error(`${a.width} × ${a.height} is not ${b.width} × ${b.height}`)
  }
  const { width, height } = a
  const isLike = (p: number, q: number) =>
    Math.abs(a.data[p]! - b.data[q]!) <= SAME_COLOUR &&
    Math.abs(a.data[p + 1]! - b.data[q + 1]!) <= SAME_COLOUR &&
    Math.abs(a.data[p + 2]! - b.data[q + 2]!) <= SAME_COLOUR &&
    Math.abs(a.data[p + 3]! - b.data[q + 3]!) <= SAME_COLOUR
  const isNear = (x: number, y: number, test: (other: number) => boolean) => {
    for (let v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach); v++) {
      for (let u = Math.max(0, x - reach); u <= Math.min(width - 1, x + reach); u++) {
        if (test((v * width + u) * 4)) return true
      }
    }
    return false
  }
  const isPaper = ({ data }: Pixels, p: number) =>
    data[p] === data[0] && data[p + 1] === data[1] && data[p + 2] === data[2] && data[p + 3] === data[3]
  let [painted, different] = [0, 0]
  let at: Difference['at'] = null
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const p = (y * width + x) * 4
      if (!isPaper(a, p) || !isPaper(b, p)) painted++
      if (isLike(p, p)) continue
      if (isNear(x, y, (q) => isLike(p, q)) && isNear(x, y, (q) => isLike(q, p))) continue
      different++
      at ??= [x, y]
    }
  }
  return { share: different / Math.max(1, painted), painted, at }
}

/** Decode a picture in a page; the SVG must hold its fonts, because a picture in a page sees none of the page's. */
export async function decode(source: Blob, width?: number, height?: number): Promise<Pixels> {
  const url = URL.createObjectURL(source)
  const image = new Image()
  image.src = url
  await image.decode()
  const canvas = new OffscreenCanvas(width ?? image.width, height ?? image.height)
  const context = canvas.getContext('2d')!
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  URL.revokeObjectURL(url)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}
