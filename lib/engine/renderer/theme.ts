import { CANVAS, personColour, type Theme } from '../../shapes/palette'

/** Colours of the canvas and of what floats over it; everything drawn takes its own from the palette. */
export interface CanvasTheme {
  readonly name: Theme
  readonly paper: string
  readonly dots: string
  readonly accent: string
  /** Inside of handles. */
  readonly surface: string
}

const DOTS: Record<Theme, string> = { paper: '#E5E1D6', slate: '#2E3A3C' }
const SURFACE: Record<Theme, string> = { paper: '#FFFFFF', slate: '#2A3537' }

/** The page's own design tokens where there are some, so that canvas and interface are of one colour. */
export function themeOf(name: Theme, host: HTMLElement | null, background: string | null): CanvasTheme {
  const tokens = host ? getComputedStyle(host) : null
  const token = (key: string, otherwise: string) => tokens?.getPropertyValue(key).trim() || otherwise
  return {
    name,
    paper: background ?? token('--canvas', CANVAS[name]),
    dots: token('--grid', DOTS[name]),
    accent: token('--accent', personColour(0, name)),
    surface: token('--surface', SURFACE[name]),
  }
}
