export type Release = () => void

/**
 * Hold `name` among all tabs of this browser until released or the tab is gone; null when another tab holds it.
 * Where the browser has no locks (pages over plain http from another machine) everyone holds everything: what is
 * then done twice must be harmless, and is: the same update twice is no change.
 */
export async function holdAlone(name: string): Promise<Release | null> {
  if (typeof navigator === 'undefined' || !('locks' in navigator)) return () => {}
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(null)
        return new Promise<void>((release) => resolve(release))
      })
      .catch(reject)
  })
}
