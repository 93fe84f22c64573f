// streams-report.mjs RESULTS.jsonl: tables of what benchmarks/streams measured, in Markdown.
import { readFileSync } from 'node:fs'
import { cpus, release } from 'node:os'

const NAMES = {
  'atrium-http': 'Atrium, HTTP',
  'atrium-ws': 'Atrium, WebSocket',
  'atrium-rtmp': 'Atrium, RTMP',
  'gateway-http': 'Atrium through its gateway, HTTP',
  'gateway-ws': 'Atrium through its gateway, WebSocket',
  'nginx-rtmp': 'nginx-rtmp, RTMP (no GOP cache)',
  'nms-http': 'node-media-server, HTTP',
  'nms-ws': 'node-media-server, WebSocket',
  recipe: 'node, one ffmpeg a viewer, WebSocket',
}

const runs = readFileSync(process.argv[2], 'utf8').trim().split('\n').filter(Boolean).map((line) => JSON.parse(line))
const plain = runs.filter((run) => run.mode === 'all')
const counts = [...new Set(plain.map((run) => run.viewers))].sort((a, b) => a - b)
const servers = Object.keys(NAMES).filter((server) => runs.some((run) => run.server === server))

const sum = (values) => values.reduce((a, b) => a + b, 0)
const of = (server, viewers) => plain.find((run) => run.server === server && run.viewers === viewers)
const ms = (value) => (value < 0 ? '–' : value >= 10 ? value.toFixed(0) : value.toFixed(1))
const pair = (series) => (series?.count ? `${ms(series.p50)} / ${ms(series.p99)}` : '–')

function table(title, note, columns, cells) {
  console.log(`\n### ${title}\n\n${note}\n`)
  console.log(`| server | ${columns.join(' | ')} |\n| --- |${' --- |'.repeat(columns.length)}`)
  for (const [name, row] of cells) console.log(`| ${name} | ${row.join(' | ')} |`)
}

function byCount(title, note, cell) {
  const rows = servers
    .filter((server) => plain.some((run) => run.server === server))
    .map((server) => [NAMES[server], counts.map((count) => (of(server, count) ? cell(of(server, count), count) : ''))])
  table(title, note, counts.map((count) => `${count} viewers`), rows)
}

/** By how much it is more than Atrium's, over HTTP without the gateway. */
function ratio(value, count, figure) {
  const atrium = of('atrium-http', count)
  return atrium && figure(atrium) > 0 ? ` (${(value / figure(atrium)).toFixed(2)} ×)` : ''
}

function compared(figure, digits) {
  return (run, count) => {
    const value = figure(run)
    const mark = run.watching < run.viewers ? ` †${run.watching}` : ''
    return value.toFixed(digits) + (run.server === 'atrium-http' ? '' : ratio(value, count, figure)) + mark
  }
}

function slow(mode, title, note) {
  const rows = runs
    .filter((run) => run.mode === mode)
    .map((run) => {
      const age = mode === 'half' ? run.slow_age_ms : run.age_after_ms
      return [
        NAMES[run.server],
        [pair(age), pair(run.oldest_ms), `${pair(run.back_ms)}`, `${run.closed} of ${run.viewers}`, pair(run.delay_ms), pair(run.others_delay_ms)],
      ]
    })
  if (rows.length > 0)
    table(title, note, [mode === 'half' ? 'age while slow' : 'age at first', 'oldest', 'older than 2 s for', 'closed', "all viewers' delay before", "others' delay meanwhile"], rows)
}

const cpu = (run) => sum(run.cpu_ms_per_viewer_second)
const memory = (run) => sum(run.rss_mb)

console.log(`## Streams, ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC\n`)
console.log(`${cpus()[0].model}, ${cpus().length} cores, Linux ${release()}, node ${process.version}. Servers on one core, load on another.`)
console.log('In brackets: by Atrium over HTTP, direct. †n: only n viewers were still on.')
byCount('CPU, ms a viewer-second', 'The server with its children; through the gateway both processes.', compared(cpu, 2))
const gateways = plain.filter((run) => run.server.startsWith('gateway'))
if (gateways.length > 0)
  table('of which the gateway', 'ms a viewer-second: stream-service + gateway.', counts.map((count) => `${count} viewers`),
    [...new Set(gateways.map((run) => run.server))].map((server) => [NAMES[server], counts.map((count) => of(server, count)?.cpu_ms_per_viewer_second.map((value) => value.toFixed(2)).join(' + ') ?? '')]))
byCount('Memory, RSS in MB', 'At the end of the window.', compared(memory, 0))
byCount('First key frame, ms, p50 / p99', 'Of viewers who come to a server with all the others on.', (run) => pair(run.join_key_ms))
byCount('First key frame while all come, ms, p50 / p99', '100 viewers a second; 4 of the recipe.', (run) => pair(run.first_key_ms))
byCount('Added delay, ms, p50 / p99', 'From the publisher’s write until a picture is whole at a viewer.', (run) => pair(run.delay_ms))
slow('stop', 'Half of the viewers stop reading for 10 s', 'Then all read at full speed. ms, p50 / p99 of the viewers that stopped.')
slow('half', 'Half of the viewers read at half the rate for 40 s', 'Then all read at full speed. ms, p50 / p99 of the slow viewers.')
byCount('How far to trust it', 'kbit/s each viewer got · load’s share of its core · cores that others used.', (run) => `${run.kbit_per_viewer} · ${run.load_cpu} · ${run.others_cpu}`)
