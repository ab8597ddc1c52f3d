import { arrowTool } from './arrow'
import { boxTool } from './box'
import type { Tool, ToolId } from './define'
import { eraserTool } from './eraser'
import { handTool } from './hand'
import { inkTool } from './ink'
import { lassoTool } from './lasso'
import { lineTool } from './line'
import { selectTool } from './select'
import { textTool } from './text'

/** A tool whose states only it knows: what drives one hands back what it was given. */
export type AnyTool = Tool<{ at: string }>

const known = <S extends { at: string }>(tool: Tool<S>) => tool as unknown as AnyTool

/** Every tool by its id. Adding one is one module and one line here. */
export const tools: Readonly<Record<ToolId, AnyTool>> = {
  select: known(selectTool),
  lasso: known(lassoTool),
  hand: known(handTool),
  pen: known(inkTool('pen')),
  marker: known(inkTool('marker')),
  rectangle: known(boxTool('rectangle')),
  ellipse: known(boxTool('ellipse')),
  diamond: known(boxTool('diamond')),
  line: known(lineTool),
  arrow: known(arrowTool),
  text: known(textTool),
  note: known(boxTool('note')),
  frame: known(boxTool('frame')),
  eraser: known(eraserTool),
}

export const toolOf = (id: ToolId): AnyTool => tools[id]
