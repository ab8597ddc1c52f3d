import { createStore } from 'zustand/vanilla'

const KEY = 'ardoise:pen'

export interface FingerChoice {
  /** Whether a finger draws; else it moves the page, and the pen draws. */
  readonly doFingersDraw: boolean
}

/** Where storage is closed to us: what it would hold. */
let unstored: string | null = null

/**
 * What fingers do on this device. Until a pen is seen they draw; from then on they move the page, unless the person
 * says otherwise. Remembered here, not on the board: hands differ from device to device.
 */
export const fingers = createStore<FingerChoice>(() => ({ doFingersDraw: stored() !== '1' }))

/** A pen was used: fingers leave the drawing to it, unless the person has chosen. */
export function seePen(): void {
  if (stored() === null) letFingersDraw(false)
}

/** The person's choice. */
export function letFingersDraw(doFingersDraw: boolean): void {
  fingers.setState({ doFingersDraw })
  try {
    localStorage.setItem(KEY, doFingersDraw ? '0' : '1')
  } catch {
    // Storage may be closed to us (private windows): then it is only remembered until the page is left.
    unstored = doFingersDraw ? '0' : '1'
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY) ?? unstored
  } catch {
    return unstored
  }
}
