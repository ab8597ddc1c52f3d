/** A slate with nothing on it: stands over pages that have only something to say. */
export function SlateMark() {
  return (
    <svg width="56" height="44" viewBox="0 0 56 44" fill="none" aria-hidden className="mb-2 text-outline">
      <rect x="1" y="1" width="54" height="42" rx="6" stroke="currentColor" strokeWidth="2" />
      <rect x="7" y="7" width="42" height="30" rx="2" className="fill-grid" />
    </svg>
  )
}
