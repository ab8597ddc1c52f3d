/**
 * Values derived from objects, those not asked for lately let go beyond `limit`: for what is too heavy to hold for
 * every shape of a large board (a `WeakMap` would, as long as the shapes live).
 *
 * In two generations: what is asked for comes into the young one, and when that has half the limit, the old one goes
 * and the young one is the old. Being asked again costs one look-up, where a list by last use would be reordered.
 */
export class Kept<K extends object, V> {
  #young = new Map<K, V>()
  #old = new Map<K, V>()

  constructor(private readonly limit: number) {}

  get(key: K): V | undefined {
    const value = this.#young.get(key)
    if (value !== undefined) return value
    const old = this.#old.get(key)
    return old === undefined ? undefined : this.set(key, old)
  }

  set(key: K, value: V): V {
    this.#young.set(key, value)
    if (this.#young.size * 2 > this.limit) {
      this.#old = this.#young
      this.#young = new Map()
    }
    return value
  }
}
