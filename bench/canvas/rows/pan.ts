import { record, rateOf } from '../trace'
import { CLEAR, lookAtAll, lookAtMiddle, settle, wheelPan, type Stage } from '../stage'
import type { Eye } from '../picture'
import type { Measured } from '../../results'
import type { StageRow } from './row'

const PAN_MS = 3_000

async function measure(stage: Stage, eye: Eye, look: (stage: Stage) => Promise<void>): Promise<Measured> {
  await look(stage)
  const recording = await record(stage.page, () => wheelPan(stage.page, PAN_MS))
  await settle(stage)
  const ink = await eye.ink(stage.page, CLEAR)
  return {
    figures: rateOf(recording),
    wrong: ink > 0.005 ? [] : [`after the pan ${ink} of the window is drawn on`],
  }
}

export const pan: StageRow = {
  name: 'pan',
  title: 'pan at 100 %',
  subjects: ['ours', 'floor', 'excalidraw', 'tldraw'],
  goals: [
    { figure: 'drawnPerSecond', is: 'at least', value: 55, orFloor: true },
    { figure: 'mainMsPerFrame', is: 'at most', value: 8 },
  ],
  measure: (stage, eye) => measure(stage, eye, lookAtMiddle),
}

export const panAll: StageRow = {
  name: 'pan-all',
  title: 'pan with everything in view',
  subjects: ['ours', 'floor', 'excalidraw', 'tldraw'],
  goals: [{ figure: 'drawnPerSecond', is: 'at least', value: 55, orFloor: true }],
  measure: (stage, eye) => measure(stage, eye, lookAtAll),
}
