import type { SnapChoice } from '../tools/snap/snapper'

const KEY = 'ardoise:snap'
const USUAL: SnapChoice = { objects: true, grid: false }

/** What this device chose to be pulled by. Storage may be closed to us: then the usual, until the page is left. */
export function readSnapChoice(): SnapChoice {
  try {
    const stored = localStorage.getItem(KEY)
    return stored === null ? USUAL : { objects: stored.includes('objects'), grid: stored.includes('grid') }
  } catch {
    return USUAL
  }
}

export function rememberSnapChoice({ objects, grid }: SnapChoice): void {
  try {
    localStorage.setItem(KEY, [...(objects ? ['objects'] : []), ...(grid ? ['grid'] : [])].join(' '))
  } catch {
    // See `readSnapChoice`.
  }
}
