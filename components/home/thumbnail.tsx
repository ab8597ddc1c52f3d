/** Paper with the board's initial, until it shows the drawing itself. */
export function Thumbnail({ name }: { name: string }) {
  const [initial = ''] = [...name]
  return (
    <div
      aria-hidden
      className="flex aspect-[16/10] items-center justify-center rounded-t-panel border-b border-hairline bg-canvas text-[34px] font-medium text-muted"
      style={PAPER}
    >
      {initial.toUpperCase()}
    </div>
  )
}

/** The dots of the canvas. */
export const PAPER = {
  backgroundImage: 'radial-gradient(var(--grid) 1px, transparent 1px)',
  backgroundSize: '16px 16px',
  backgroundPosition: '8px 8px',
} as const
