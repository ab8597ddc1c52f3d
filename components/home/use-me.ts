'use client'

import { useEffect, useState } from 'react'
import type { Me } from '../../lib/protocol/api'
import { getMe } from './boards-api'

/** Who the visitor is; nobody until the server has said. */
export function useMe(): Me & { readonly setMe: (me: Me) => void } {
  const [me, setMe] = useState<Me>({ id: null, name: null })
  useEffect(() => {
    let isHere = true
    void getMe().then((answer) => {
      if (isHere && answer.ok) setMe(answer.value)
    })
    return () => {
      isHere = false
    }
  }, [])
  return { ...me, setMe }
}
