import type { Role } from '../../lib/protocol/session'
import type { BoardRow } from '../storage/storage'
import type { Identity } from './identity'

/** What can be asked of a board. `see` includes exporting it. */
export type Action = 'see' | 'edit' | 'rename' | 'delete'

const ALLOWED: Readonly<Record<Role, readonly Action[]>> = {
  view: ['see'],
  edit: ['see', 'edit', 'rename'],
  owner: ['see', 'edit', 'rename', 'delete'],
}

/** The owner's role, or what the board's link gives to anybody who has it; null is nothing. */
export function roleOn(
  identity: Identity | null,
  board: Pick<BoardRow, 'ownerId'>,
  linkRole: 'none' | 'view' | 'edit',
): Role | null {
  if (identity !== null && identity.id === board.ownerId) return 'owner'
  return linkRole === 'none' ? null : linkRole
}

/** Whether a role allows an action: the one table of rights. */
export const allows = (role: Role | null, action: Action): boolean =>
  role !== null && ALLOWED[role].includes(action)
