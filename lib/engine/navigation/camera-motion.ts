import type { Point } from '../../geometry/point'
import { panned, type Camera } from './camera'

/** A move of the camera that goes on by itself: where it is at a time, and whether it has come to its end. */
export interface Motion {
  /** From where the camera is now, `time` in ms of the engine's clock. */
  at(time: number, camera: Camera): Camera
  isOver(time: number): boolean
}

/** As long as a panel takes to open: seen, and never waited for. */
export const FLIGHT_MS = 160

/** Fast at first, so that the answer to a key is seen at once. */
const easedOut = (t: number): number => 1 - (1 - t) ** 3

/**
 * The camera a share `t` (0 to 1) of the way: the zoom changes by the same factor in each part of it, about the
 * one point of the screen that shows the same place at both ends. Without a change of zoom it is a straight pan.
 */
export function between(from: Camera, to: Camera, t: number): Camera {
  if (t >= 1) return to
  const growth = Math.log(to.zoom / from.zoom)
  // The origin moves with 1/zoom, which is what keeps that point still; `expm1` stays exact where growth is tiny.
  const share = Math.abs(growth) < 1e-9 ? t : Math.expm1(-growth * t) / Math.expm1(-growth)
  return {
    x: from.x + (to.x - from.x) * share,
    y: from.y + (to.y - from.y) * share,
    zoom: from.zoom * Math.exp(growth * t),
  }
}

/** Go from one camera to another in `FLIGHT_MS`. */
export function flight(from: Camera, to: Camera, startedAt: number): Motion {
  const share = (time: number) => Math.min(1, Math.max(0, (time - startedAt) / FLIGHT_MS))
  return {
    at: (time) => between(from, to, easedOut(share(time))),
    isOver: (time) => share(time) >= 1,
  }
}

/** A thrown page loses all but 1/e of its speed in this time, as scrolling does on the systems that hands know. */
const GLIDE_MS = 325
/** Nobody reads at this speed (CSS px per ms), and a stray last sample of a fling can be far faster. */
const MOST_SPEED = 4
/** Slower than this (CSS px per ms) it is at rest: a third of a pixel per frame. */
const LEAST_SPEED = 0.02
/** A hand that lets go slower than this (CSS px per ms) meant to stop where it was. */
const FLING_SPEED = 0.1

/**
 * Go on after a pan with `velocity` (CSS px per ms), ever slower; null when that was no throw. How far it goes by
 * a time does not depend on how many frames were drawn until then.
 */
export function glide(velocity: Point, startedAt: number): Motion | null {
  const speed = Math.hypot(velocity.x, velocity.y)
  // Written so that a velocity that is no number is no throw either.
  if (!(speed >= FLING_SPEED && speed < Infinity)) return null
  const most = Math.min(1, MOST_SPEED / speed)
  const restsAt = startedAt + GLIDE_MS * Math.log((speed * most) / LEAST_SPEED)
  const way = (time: number) => GLIDE_MS * most * (1 - Math.exp(-Math.max(0, time - startedAt) / GLIDE_MS))
  let gone = 0
  return {
    at(time, camera) {
      const to = way(Math.min(time, restsAt))
      const by = to - gone
      gone = to
      return panned(camera, { x: velocity.x * by, y: velocity.y * by })
    },
    isOver: (time) => time >= restsAt,
  }
}
