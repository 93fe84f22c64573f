// chat-report.mjs RESULTS.jsonl: tables of what benchmarks/chat measured, in Markdown.
import { readFileSync } from 'node:fs'
import { cpus, release } from 'node:os'

const NAMES = {
  atrium: 'Atrium',
  'atrium-json': 'Atrium, JSON',
  gateway: 'Atrium through its gateway',
  'gateway-json': 'Atrium through its gateway, JSON',
  fanout: 'C, epoll (the limit)',
  bun: 'Bun, publish',
  gorilla: 'gorilla chat example, a message a frame',
  'gorilla-joined': 'gorilla chat example, joined in one frame',
  ws: 'node ws',
  'ws-corked': 'node ws, corked',
}

const runs = readFileSync(process.argv[2], 'utf8').trim().split('\n').filter(Boolean).map((line) => JSON.parse(line))
const servers = Object.keys(NAMES).filter((server) => runs.some((run) => run.server === server))

const sum = (values) => values.reduce((a, b) => a + b, 0)
const cpu = (run) => sum(run.cpu_s_per_million)
const ms = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2))
const delays = ({ delay_ms: delay }) => (delay.count ? `${ms(delay.p50)} / ${ms(delay.p99)} / ${ms(delay.p999)}` : '–')

/** The run whose CPU is in the middle, where there are several rounds. */
function of(server, mode, members) {
  const found = runs.filter((run) => run.server === server && run.mode === mode && run.members === members)
  return found.sort((a, b) => cpu(a) - cpu(b))[Math.floor(found.length / 2)]
}

function table(title, note, columns, rows) {
  console.log(`\n### ${title}\n\n${note}\n`)
  console.log(`| server | ${columns.join(' | ')} |\n| --- |${' --- |'.repeat(columns.length)}`)
  for (const [name, row] of rows) console.log(`| ${name} | ${row.join(' | ')} |`)
}

function byCount(mode, title, note, cell, of_these = servers) {
  const counts = [...new Set(runs.filter((run) => run.mode === mode).map((run) => run.members))].sort((a, b) => a - b)
  const rows = of_these
    .filter((server) => counts.some((count) => of(server, mode, count)))
    .map((server) => [NAMES[server], counts.map((count) => (of(server, mode, count) ? cell(of(server, mode, count)) : ''))])
  if (rows.length > 0) table(title, note, counts.map((count) => `${count} members`), rows)
}

/** CPU a delivery, by Bun's and by the gorilla example's in the same run. */
function compared(run) {
  const ratios = ['bun', 'gorilla'].map((peer) => {
    const other = of(peer, run.mode, run.members)
    return other && cpu(other) > 0 ? (cpu(run) / cpu(other)).toFixed(2) : '–'
  })
  return `${cpu(run).toFixed(2)} (${ratios.join(' / ')})${run.closed > 0 ? ` †${run.open}` : ''}`
}

const rates = [...new Set(runs.map((run) => run.mode))].filter((mode) => Number(mode)).sort((a, b) => a - b)
const titleOf = (mode) => (mode === 'flat' ? 'Flat out' : `${mode / 1000} 000 deliveries a second`)

const PER_MILLION = 'The process with its children; through the gateway both. In brackets: by Bun’s, by gorilla’s with a message a frame.'
const DELAY = 'From before a speaker’s write until the text is read at a sampled member.'
const gateways = servers.filter((server) => server.startsWith('gateway'))

console.log(`## Chat, ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC\n`)
console.log(`${cpus()[0].model}, ${cpus().length} cores, Linux ${release()}, node ${process.version}. Servers on one core, load on another.`)
console.log('†n: only n members were still there at the end.')
byCount('flat', 'Flat out: CPU seconds a million deliveries', PER_MILLION, compared)
byCount('flat', 'Flat out: thousand deliveries a second', 'On one core.', (run) => (run.deliveries_per_second / 1000).toFixed(0))
byCount('flat', 'Flat out: delay, ms, p50 / p99 / p99.9', DELAY, delays)
for (const rate of rates) {
  byCount(rate, `${titleOf(rate)}: CPU seconds a million deliveries`, PER_MILLION, compared)
  byCount(rate, `${titleOf(rate)}: delay, ms, p50 / p99 / p99.9`, DELAY, delays)
}
for (const mode of ['flat', ...rates])
  byCount(mode, `${titleOf(mode)}: of which the gateway`, 'CPU seconds a million deliveries: chat-service + gateway.',
    (run) => run.cpu_s_per_million.map((value) => value.toFixed(2)).join(' + '), gateways)
byCount('flat', 'Memory, RSS in MB', 'At the end of the window.', (run) => run.rss_mb.map((value) => value.toFixed(0)).join(' + '))
byCount('idle', 'Idle members: KiB of RSS each', 'By how much the process has grown; total in MB; of a JVM also the heap in use.', (run) => {
  const heap = runs.find((other) => other.mode === 'heap' && other.server === run.server && other.members === run.members)
  const live = heap ? ` · ${(heap.bytes / 1024 / run.members).toFixed(1)} KiB of heap in use` : ''
  return `${run.kib_a_connection[0].toFixed(1)} · ${run.rss_mb[0].toFixed(0)} MB${live}${run.open < run.members ? ` †${run.open}` : ''}`
})

const faults = runs.filter((run) => run.mode !== 'heap').filter((run) => run.behind + run.lost + run.doubled + run.out_of_order + run.errors + run.closed + run.refused > 0)
if (faults.length === 0) console.log('\nEvery member of every server heard every message once and in order.')
else
  table('What went wrong', 'Every other run: each member heard every message once and in order. Late: not there 15 s after the last was said.',
    ['mode', 'members', 'late', 'lost', 'doubled', 'out of order', 'errors', 'closed (code)', 'refused'],
    faults.map((run) => [NAMES[run.server], [run.mode, run.members, run.behind, run.lost, run.doubled, run.out_of_order, run.errors, run.closed ? `${run.closed} (${run.last_close || 'none'})` : 0, run.refused]]))
for (const mode of ['flat', ...rates])
  byCount(mode, `How far to trust it: ${titleOf(mode)}`, 'The load’s share of its core · cores that others used.', (run) => `${run.load_cpu} · ${run.others_cpu}`)
