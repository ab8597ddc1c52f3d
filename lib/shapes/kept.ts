/**
 * Values derived from objects, the least recently used let go beyond `limit`: for what is too heavy to hold for
 * every shape of a large board (a `WeakMap` would, as long as the shapes live).
 */
export class Kept<K extends object, V> {
  readonly #values = new Map<K, V>()

  constructor(private readonly limit: number) {}

  get(key: K): V | undefined {
    const value = this.#values.get(key)
    if (value === undefined) return undefined
    this.#values.delete(key)
    this.#values.set(key, value)
    return value
  }

  set(key: K, value: V): V {
    this.#values.delete(key)
    this.#values.set(key, value)
    if (this.#values.size > this.limit) {
      const oldest = this.#values.keys().next()
      if (!oldest.done) this.#values.delete(oldest.value)
    }
    return value
  }
}
