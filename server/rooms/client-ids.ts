/** A connection, as far as it goes by client ids. */
export interface Bearer {
  /** The Y client id that it is seen under, once it has said something of itself. */
  clientId: number | null
  /** The one that its last update was written under. */
  writesAs: number | null
  readonly canEdit: boolean
}

/**
 * Which connection goes by which Y client id: to be seen under it, and to write under it. Everybody can read off the
 * document who wrote what, so an id that is merely said keeps nobody from writing. [P6, P7, B15, B36]
 */
export class ClientIds<Connection extends Bearer> {
  readonly #seen = new Map<number, Connection>()
  readonly #writers = new Map<number, Connection>()

  /** Whose id it is, before others write under it. By what it says of itself alone, an editor holds only a new one. */
  holder(clientId: number, isNew: boolean): Connection | null {
    const writer = this.#writers.get(clientId)
    if (writer) return writer
    const seen = this.#seen.get(clientId)
    return isNew && seen?.canEdit ? seen : null
  }

  /** The first id under which a connection says something of itself is the one that it is seen under, if it is free. */
  see(connection: Connection, clientId: number): void {
    const holder = this.#writers.get(clientId) ?? this.#seen.get(clientId) ?? connection
    if (connection.clientId !== null || holder !== connection) return
    connection.clientId = clientId
    this.#seen.set(clientId, connection)
  }

  /**
   * The connection has written under the id, and no longer under another: a tab may begin with what a closed one left.
   * Returns who was seen under it and is not any more.
   */
  write(connection: Connection, clientId: number): Connection | null {
    this.#stopWriting(connection)
    connection.writesAs = clientId
    this.#writers.set(clientId, connection)
    const seen = this.#seen.get(clientId)
    return seen && seen !== connection ? seen : null
  }

  /** Nothing is said of the connection any more. */
  hide(connection: Connection): void {
    if (connection.clientId !== null) this.#seen.delete(connection.clientId)
    connection.clientId = null
  }

  leave(connection: Connection): void {
    this.hide(connection)
    this.#stopWriting(connection)
  }

  #stopWriting(connection: Connection): void {
    const { writesAs } = connection
    if (writesAs !== null && this.#writers.get(writesAs) === connection) this.#writers.delete(writesAs)
    connection.writesAs = null
  }
}
