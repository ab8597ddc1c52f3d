'use client'

import { Board, type BoardProps } from '#board'

/** Its scripts are named in the page, so that they come with the first ones. */
export function BoardLoader(props: BoardProps) {
  return <Board {...props} />
}
