/**
 * 5 000 mixed shapes panned at 100 %, beside two floors in the same run: a bare page that culls and draws every
 * visible shape each frame (`floor-draw`), and one that moves a finished bitmap (`floor-blit`).
 */
import type { Browser, Page } from 'playwright'
import { drawnFrames, importBoard, median, newContext, report, withBoardServer } from './harness'
import { scene, sceneFile, type SceneShape } from './scene'

const SHAPES = 5_000
const MUST_REACH = 45 // frames drawn a second
const RUNS = 5
const PAN_MS = 3_000

/** Wheel by 8 px per animation frame, there and back, as a trackpad does. */
const pan = (page: Page, selector: string) =>
  page.evaluate(
    ([target, ms]) =>
      new Promise<void>((resolve) => {
        const element = document.querySelector(target)!
        const from = performance.now()
        const tick = (now: number) => {
          if (now - from > ms) return resolve()
          const deltaX = now - from < ms / 2 ? 8 : -8
          element.dispatchEvent(
            new WheelEvent('wheel', {
              deltaX,
              deltaY: deltaX / 2,
              clientX: 720,
              clientY: 450,
              bubbles: true,
              cancelable: true,
            }),
          )
          requestAnimationFrame(tick)
        }
        requestAnimationFrame(tick)
      }),
    [selector, PAN_MS] as const,
  )

/** A floor: the same strokes and boxes as bare canvas calls. */
const floorPage = (
  shapes: readonly SceneShape[],
  isBlit: boolean,
) => `<!doctype html><style>body{margin:0;overflow:hidden}</style>
<canvas width=1440 height=900></canvas><script>
const shapes=${JSON.stringify(shapes.map(({ geo, points, type }) => ({ geo, points, type })))}
const canvas=document.querySelector('canvas'),ctx=canvas.getContext('2d');let cx=0,cy=0,dirty=true
function draw(c,ox,oy,w,h){c.clearRect(0,0,w,h);c.lineWidth=2;for(const s of shapes){const x=s.geo[0]-ox,y=s.geo[1]-oy
 if(x>w||y>h||x+s.geo[2]+240<0||y+s.geo[3]+160<0)continue;c.beginPath();if(s.points){for(const p of s.points)c.lineTo(x+p[0],y+p[1]);c.stroke()}
 else if(s.type==='text'){c.font='20px sans-serif';c.fillText('Note',x,y+20)}else if(s.type==='ellipse'){c.ellipse(x+s.geo[2]/2,y+s.geo[3]/2,s.geo[2]/2,s.geo[3]/2,0,0,7);c.stroke()}else{c.rect(x,y,s.geo[2],s.geo[3]);c.stroke()}}}
const bitmap=document.createElement('canvas');bitmap.width=3000;bitmap.height=2000;draw(bitmap.getContext('2d'),-780,-550,3000,2000)
addEventListener('wheel',e=>{cx+=e.deltaX;cy+=e.deltaY;dirty=true;e.preventDefault()},{passive:false})
requestAnimationFrame(function f(){if(dirty){dirty=false;${isBlit ? 'ctx.clearRect(0,0,1440,900);ctx.drawImage(bitmap,-cx-780,-cy-550)' : 'draw(ctx,cx-720,cy-450,1440,900)'}}requestAnimationFrame(f)})
</script>`

async function rate(browser: Browser, page: Page, selector: string): Promise<number> {
  const { frames, seconds } = await drawnFrames(browser, page, () => pan(page, selector))
  return frames / seconds
}

/** The share of pixels that are not the page's commonest colour: a blank canvas would pan very fast. */
async function inkShare(page: Page): Promise<number> {
  const png = (await page.screenshot()).toString('base64')
  return page.evaluate(async (data) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob())
    const ctx = new OffscreenCanvas(image.width, image.height).getContext('2d')!
    ctx.drawImage(image, 0, 0)
    const pixels = new Uint32Array(ctx.getImageData(0, 0, image.width, image.height).data.buffer)
    const counts = new Map<number, number>()
    for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
    return 1 - Math.max(...counts.values()) / pixels.length
  }, png)
}

await withBoardServer(async (server, browser) => {
  const shapes = scene(SHAPES)
  const id = await importBoard(server, sceneFile('Pan', shapes))
  const context = await newContext(browser)
  const ours = await context.newPage()
  await ours.goto(`${server.url}/b/${id}`)
  await ours.getByText('Saved', { exact: true }).waitFor()
  await ours.keyboard.press('Control+0')
  const pages = { ours, 'floor-draw': await context.newPage(), 'floor-blit': await context.newPage() }
  await pages['floor-draw'].setContent(floorPage(shapes, false))
  await pages['floor-blit'].setContent(floorPage(shapes, true))

  const rates: Record<string, number[]> = { ours: [], 'floor-draw': [], 'floor-blit': [] }
  for (let run = 0; run < RUNS; run++) {
    for (const [name, page] of Object.entries(pages)) {
      await page.bringToFront()
      rates[name]!.push(await rate(browser, page, 'canvas'))
    }
  }
  await ours.bringToFront()
  const ink = await inkShare(await scratch(ours, context))
  const rows = Object.entries(rates).map(([name, all]) => ({
    name,
    shapes: SHAPES,
    drawnPerSecond: +median(all).toFixed(1),
  }))
  const reached = median(rates['ours']!) >= MUST_REACH && ink > 0.01
  report('pan', [...rows, { name: 'ours', inkShare: +ink.toFixed(3), mustReach: MUST_REACH }], reached)
})

/** The picture is judged on a blank page: the board's own content security policy forbids `data:` fetches. */
async function scratch(page: Page, context: { newPage(): Promise<Page> }): Promise<Page> {
  const png = (await page.screenshot()).toString('base64')
  const blank = await context.newPage()
  await blank.setContent(`<body style="margin:0"><img src="data:image/png;base64,${png}">`)
  return blank
}
