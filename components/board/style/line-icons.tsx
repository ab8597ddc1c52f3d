import type { ArrowHead } from '../../../lib/board/shape'

/** A sample of a line, so that widths and dashes are chosen by eye. */
export function LineSample({ width, dash }: { width: number; dash?: 'solid' | 'dashed' | 'dotted' }) {
  const dashes = dash === 'dashed' ? '5 4' : dash === 'dotted' ? '0.1 4' : undefined
  return (
    <svg aria-hidden viewBox="0 0 22 18" width="22" height="18" className="!h-[18px] !w-[22px]">
      <line
        x1="2"
        y1="9"
        x2="20"
        y2="9"
        stroke="currentColor"
        strokeWidth={width}
        strokeLinecap={dash === 'dashed' ? 'butt' : 'round'}
        strokeDasharray={dashes}
      />
    </svg>
  )
}

const STROKES = [
  ['M2 9h18'],
  ['M2 10C7 7 14 10 20 8', 'M3 9C8 11 15 8 19 9'],
  ['M2 7C8 13 13 3 20 10', 'M2 11C7 6 14 12 20 7'],
] as const

/** How steadily a line is drawn. */
export function RoughSample({ roughness }: { roughness: 0 | 1 | 2 }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 22 18"
      width="22"
      height="18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      className="!h-[18px] !w-[22px]"
    >
      {STROKES[roughness].map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  )
}

const HEADS: Readonly<Record<ArrowHead, React.ReactNode>> = {
  none: null,
  arrow: <path d="M15 4l5 5-5 5" fill="none" />,
  triangle: <path d="M14 5l6 4-6 4z" />,
  dot: <circle cx="17" cy="9" r="3" />,
  bar: <path d="M19 4v10" fill="none" />,
  diamond: <path d="M12 9l4-3.5L20 9l-4 3.5z" />,
}

/** The end of an arrow, pointing to its side. */
export function HeadSample({ head, at }: { head: ArrowHead; at: 'start' | 'end' }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 22 18"
      width="22"
      height="18"
      fill="currentColor"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      className="!h-[18px] !w-[22px]"
    >
      <g transform={at === 'start' ? 'matrix(-1 0 0 1 22 0)' : undefined}>
        <path d="M2 9h18" />
        {HEADS[head]}
      </g>
    </svg>
  )
}
