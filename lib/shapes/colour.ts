/** Just enough colour science for the palette: sRGB hex, WCAG contrast, OKLab lightness. */

type Rgb = readonly [r: number, g: number, b: number]

/** Channels 0 to 1 of `#rrggbb` (or `#rgb`), null for anything else. */
export function readHex(hex: string): Rgb | null {
  const long = /^#[0-9a-f]{3}$/i.test(hex) ? hex.replace(/[0-9a-f]/gi, '$&$&') : hex
  if (!/^#[0-9a-f]{6}$/i.test(long)) return null
  const bits = parseInt(long.slice(1), 16)
  return [(bits >> 16) / 255, ((bits >> 8) & 255) / 255, (bits & 255) / 255]
}

const writeHex = (rgb: Rgb): string =>
  `#${rgb
    .map((c) =>
      Math.round(Math.min(1, Math.max(0, c)) * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`

const toLinear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
const fromLinear = (c: number): number => (c <= 0.0031308 ? c * 12.92 : 1.055 * c ** (1 / 2.4) - 0.055)

function luminance(hex: string): number {
  const rgb = readHex(hex)
  if (!rgb) return 0
  const [r, g, b] = rgb.map(toLinear) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.2). */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** `colour`, mixed with `goal` as little as it takes to reach a contrast with `background`. */
export function towards(colour: string, goal: string, background: string, least: number): string {
  const [from, to] = [readHex(colour), readHex(goal)]
  if (!from || !to) return colour
  for (let share = 0; share <= 1; share += 0.05) {
    const mixed =
      share === 0 ? colour : writeHex(from.map((c, i) => c + (to[i]! - c) * share) as unknown as Rgb)
    if (contrast(mixed, background) >= least) return mixed
  }
  return goal
}

/** Lightness above which a fill counts as light, and what the lightest fill becomes on slate (OKLab, 0 to 1). */
const LIGHT = 0.62
const MIRRORED_WHITE = 0.32

/**
 * A light colour made as dark as it was light, hue kept; dark ones stay. OKLab (Björn Ottosson 2020) keeps the hue
 * where HSL would drift.
 */
export function mirrored(colour: string): string {
  const rgb = readHex(colour)
  if (!rgb) return colour
  const [r, g, b] = rgb.map(toLinear) as [number, number, number]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s
  if (lightness <= LIGHT) return colour
  const goal = MIRRORED_WHITE + ((1 - lightness) / (1 - LIGHT)) * (0.5 - MIRRORED_WHITE)
  const A = (1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s) * 0.8
  const B = (0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s) * 0.8
  const [l3, m3, s3] = [
    (goal + 0.3963377774 * A + 0.2158037573 * B) ** 3,
    (goal - 0.1055613458 * A - 0.0638541728 * B) ** 3,
    (goal - 0.0894841775 * A - 1.291485548 * B) ** 3,
  ]
  const linear: Rgb = [
    4.0767416621 * l3 - 3.3077115913 * m3 + 0.2309699292 * s3,
    -1.2684380046 * l3 + 2.6097574011 * m3 - 0.3413193965 * s3,
    -0.0041960863 * l3 - 0.7034186147 * m3 + 1.707614701 * s3,
  ]
  return writeHex(linear.map((c) => fromLinear(Math.max(0, c))) as unknown as Rgb)
}
