import { NAMED_COLOURS } from './named-colours'

/** A colour of the file: `alpha` 0 to 1 apart, because our colours are opaque. */
export interface ForeignColour {
  readonly hex: `#${string}`
  readonly alpha: number
}

const MAX_COLOUR_LENGTH = 64
const byteHex = (value: number): string =>
  Math.round(Math.min(255, Math.max(0, value)))
    .toString(16)
    .padStart(2, '0')
const fromBytes = (r: number, g: number, b: number): `#${string}` =>
  `#${byteHex(r)}${byteHex(g)}${byteHex(b)}`
const clampUnit = (value: number): number => Math.min(1, Math.max(0, value))

/** `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`. */
function fromHex(digits: string): ForeignColour | null {
  if (!/^[0-9a-f]+$/.test(digits)) return null
  const isShort = digits.length === 3 || digits.length === 4
  const long = isShort ? digits.replace(/./g, '$&$&') : digits
  if (long.length !== 6 && long.length !== 8) return null
  const alpha = long.length === 8 ? parseInt(long.slice(6), 16) / 255 : 1
  return { hex: `#${long.slice(0, 6)}`, alpha }
}

/** A number or percentage as a share of `whole`. */
const share = (text: string, whole: number): number =>
  text.endsWith('%') ? (parseFloat(text) / 100) * whole : parseFloat(text)

/** Source: CSS Color 4, section 7.1. */
function hslToHex(hue: number, saturation: number, lightness: number): `#${string}` {
  const channel = (n: number): number => {
    const k = (n + hue / 30) % 12
    const a = saturation * Math.min(lightness, 1 - lightness)
    return 255 * (lightness - a * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
  }
  return fromBytes(channel(0), channel(8), channel(4))
}

/** `rgb()`, `rgba()`, `hsl()`, `hsla()`, with commas or spaces. */
function fromFunction(name: string, args: readonly string[]): ForeignColour | null {
  if (args.length !== 3 && args.length !== 4) return null
  if (args.some((arg) => !/^[+-]?(\d+\.?\d*|\.\d+)(%|deg)?$/.test(arg))) return null
  const [a, b, c] = args as [string, string, string]
  const alpha = args[3] === undefined ? 1 : clampUnit(share(args[3], 1))
  if (name.startsWith('rgb')) return { hex: fromBytes(share(a, 255), share(b, 255), share(c, 255)), alpha }
  const hue = ((parseFloat(a) % 360) + 360) % 360
  return { hex: hslToHex(hue, clampUnit(parseFloat(b) / 100), clampUnit(parseFloat(c) / 100)), alpha }
}

/** Any colour Excalidraw writes or lets people type; `null` when it is none. */
export function parseColour(value: unknown): ForeignColour | null {
  if (typeof value !== 'string' || value.length > MAX_COLOUR_LENGTH) return null
  const text = value.trim().toLowerCase()
  if (text === 'transparent' || text === 'none' || text === '') return { hex: '#000000', alpha: 0 }
  if (text.startsWith('#')) return fromHex(text.slice(1))
  const named = NAMED_COLOURS.get(text)
  if (named) return { hex: `#${named}`, alpha: 1 }
  const call = /^(rgba?|hsla?)\(([^()]*)\)$/.exec(text)
  return call ? fromFunction(call[1]!, call[2]!.split(/[\s,/]+/).filter(Boolean)) : null
}

/** The colour over white paper, for what can be no more transparent than the rest of its shape. */
export function overWhite({ hex, alpha }: ForeignColour): `#${string}` {
  const mix = (at: number): number => 255 + (parseInt(hex.slice(at, at + 2), 16) - 255) * alpha
  return fromBytes(mix(1), mix(3), mix(5))
}
