'use client'

import { useEffect } from 'react'
import { toast, Toaster, type Notice } from '../ui/toast'

export interface HomeNotice extends Notice {
  kind: 'success' | 'error'
}

/** Shows the latest notice; loaded with the first one. */
export default function Notices({ notice }: { notice: HomeNotice }) {
  useEffect(() => {
    const { kind, ...rest } = notice
    toast[kind](rest)
  }, [notice])
  return <Toaster />
}
