import { MAX_STROKE_WIDTH, MIN_STROKE_WIDTH } from '../../board/limits'
import type { Style } from '../../board/shape'
import { readPaints } from './palette'
import { isNumber, type Source } from './source'

export const readWidth = (source: Source): number =>
  source.number('strokeWidth', {
    min: MIN_STROKE_WIDTH,
    max: MAX_STROKE_WIDTH,
    fallback: 1,
    optional: true,
  })

/** Rounded corners, or a line through its points as a curve; `strokeSharpness` is the older spelling. */
export const isRound = (source: Source): boolean => {
  const roundness = source.raw['roundness']
  return roundness === undefined ? source.raw['strokeSharpness'] === 'round' : roundness !== null
}

const dashOf = (source: Source): Style['dash'] & string => {
  const dash = source.string('strokeStyle')
  return dash === 'dashed' || dash === 'dotted' ? dash : 'solid'
}

/** `hachure` is our hatching; the other patterns come nearest to it. */
const fillStyleOf = (source: Source): 'solid' | 'hatch' => {
  const style = source.string('fillStyle') ?? 'solid'
  if (style === 'solid') return 'solid'
  if (style !== 'hachure') source.note('fill-style')
  return 'hatch'
}

/** Opacity of the element as in the file, 0 to 1. */
export const readOpacity = (source: Source): number =>
  source.number('opacity', { min: 0, max: 100, fallback: 100, optional: true }) / 100

/** Excalidraw's own three are ours; what is not in the file is drawn by hand there. */
function roughnessOf(source: Source): NonNullable<Style['roughness']> {
  const roughness = source.raw['roughness']
  if (!isNumber(roughness)) return 1
  return roughness < 0.5 ? 0 : roughness < 1.5 ? 1 : 2
}

/** What every drawn element has: colours, width, dash, roughness, opacity. */
export function readStyle(source: Source): Style {
  const { paints, alpha } = readPaints(source)
  return {
    stroke: paints.stroke,
    fill: paints.fill,
    ...(paints.fill === 'none' ? {} : { fillStyle: fillStyleOf(source) }),
    width: readWidth(source),
    dash: dashOf(source),
    opacity: readOpacity(source) * alpha,
    roughness: roughnessOf(source),
  }
}
