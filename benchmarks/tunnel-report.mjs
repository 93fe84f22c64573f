// tunnel-report.mjs RESULTS.jsonl: tables of what benchmarks/tunnel measured, in Markdown, and the goals.
import { readFileSync } from 'node:fs'
import { cpus, release } from 'node:os'

const NAMES = {
  direct: 'no proxy',
  atrium: 'Atrium’s gateway',
  plain: 'plain Spring Cloud Gateway',
  nginx: 'nginx',
  'nginx-large': 'nginx, buffers of 64 KiB',
  haproxy: 'HAProxy',
  'haproxy-splice': 'HAProxy, splice-auto',
}
const PEERS = { plain: 'plain', nginx: 'nginx', haproxy: 'HAProxy' }

const runs = readFileSync(process.argv[2], 'utf8').trim().split('\n').filter(Boolean).map((line) => JSON.parse(line))
const servers = Object.keys(NAMES).filter((server) => runs.some((run) => run.server === server))

const sum = (values) => values.reduce((a, b) => a + b, 0)
const perMillion = (run) => sum(run.cpu_s_per_million)
const perGib = (run) => sum(run.cpu_s_per_gib)
const core = (run) => sum(run.cpu)
const p50 = (run) => run.delay_ms.p50
const rss = (run) => sum(run.rss_mb)

/** The run in the middle of the rounds by `value`. */
function of(server, mode, value) {
  const found = runs.filter((run) => run.server === server && run.mode === mode)
  return found.sort((a, b) => value(a) - value(b))[Math.floor((found.length - 1) / 2)]
}

const percent = (value) => `${Math.round(100 * value)} %`
const fixed = (name, value, digits) => [name, (run) => (run.server === 'direct' ? '–' : value(run).toFixed(digits))]
const LOAD = ['load · others', (run) => `${percent(run.load_cpu)} · ${percent(run.others_cpu)}`]
const CORE = ['its core', (run) => (run.server === 'direct' ? '–' : percent(core(run)))]

/** The value by each peer's in the same run. */
const byPeers = (value) =>
  Object.entries(PEERS).filter(([peer]) => servers.includes(peer)).map(([peer, name]) => [`by ${name}`, (run) => {
    const other = of(peer, run.mode, value)
    return run.server === 'direct' || !other || value(other) <= 0 ? '–' : (value(run) / value(other)).toFixed(2)
  }])

function table(mode, value, title, note, ...columns) {
  const rows = servers.map((server) => of(server, mode, value)).filter(Boolean)
  if (rows.length === 0) return
  console.log(`\n### ${title(rows[0])}\n\n${note}\n`)
  console.log(`| | ${columns.map(([name]) => name).join(' | ')} |\n| --- |${' --- |'.repeat(columns.length)}`)
  for (const run of rows) console.log(`| ${NAMES[run.server]} | ${columns.map(([, cell]) => cell(run)).join(' | ')} |`)
}

function goals() {
  const rows = []
  for (const [mode, what, value] of [['small', 'CPU a small frame', perMillion], ['rate', 'CPU a small frame at the fixed rate', perMillion], ['large', 'CPU a GiB of large frames', perGib]]) {
    for (const peer of ['nginx', 'nginx-large', 'plain']) {
      const [ours, theirs] = [of('atrium', mode, value), of(peer, mode, value)]
      if (!ours || !theirs || value(theirs) <= 0) continue
      const is = value(ours) / value(theirs)
      rows.push(`| ${what} by ${NAMES[peer]} | ≤ 1 | ${is.toFixed(2)} | ${is <= 1 ? 'yes' : '**no**'} |`)
    }
  }
  if (rows.length > 0) console.log(`\n### Goals\n\n| what | goal | is | met |\n| --- | --- | --- | --- |\n${rows.join('\n')}`)
}

/** What a JVM keeps for a connection, where it was counted. */
function heap(run) {
  const counted = runs.find((other) => other.mode === 'heap' && other.server === run.server)
  return counted ? (counted.bytes / 1024 / counted.connections).toFixed(1) : '–'
}

console.log(`## Tunnel, ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC\n`)
console.log(`${cpus()[0].model}, ${cpus().length} cores, Linux ${release()}, node ${process.version}. Proxies on one core, backend and load on another.`)
console.log('Medians of the rounds. “By”: the same figure of that peer in the same run is 1.')
goals()
table('small', perMillion, (run) => `Small frames: ${run.size} B both ways, ${run.connections} connections, flat out`,
  'Each connection has one frame under way. A frame that comes back was carried twice.',
  fixed('CPU s a million frames', perMillion, 2), ...byPeers(perMillion), ['frames a second', (run) => run.frames_per_second.toFixed(0)], CORE, LOAD)
table('large', perGib, (run) => `Large frames: ${run.size / 1024} KiB from the backend, ${run.connections} connections, flat out`,
  'Payloads only.',
  fixed('CPU s/GiB', perGib, 3), ...byPeers(perGib), fixed('CPU s a million frames', perMillion, 1),
  ['MB/s', (run) => run.mb_per_second.toFixed(0)], CORE, LOAD)
const rate = ['rate', (run) => `Fixed rate: ${run.size} B, ${run.connections} connections, ${Math.round(run.frames_per_second / 200) * 100} round trips a second`]
table(rate[0], p50, rate[1], 'From before a frame’s write until it has come back.',
  ['p50 ms', (run) => p50(run).toFixed(3)], ['p99', (run) => run.delay_ms.p99.toFixed(3)], ['p99.9', (run) => run.delay_ms.p999.toFixed(3)],
  ...byPeers(p50).map(([name, cell]) => [`p50 ${name}`, cell]), LOAD)
table(rate[0], perMillion, () => 'CPU at the fixed rate', 'Nothing waits, so nothing is carried together.',
  fixed('CPU s a million frames', perMillion, 2), ...byPeers(perMillion), CORE)
table('idle', rss, (run) => `Memory with ${run.connections} idle connections`, 'Taken before heaps have grown; of a JVM also the heap in use.',
  ['RSS before, MB', (run) => sum(run.rss_before_mb).toFixed(0)], ['RSS, MB', (run) => rss(run).toFixed(0)], ...byPeers(rss),
  ['KiB of RSS a connection', (run) => sum(run.kib_a_connection).toFixed(1)], ['KiB of heap in use', heap])

for (const run of runs.filter((run) => run.mode === 'left-out')) console.log(`\n${NAMES[run.server]} is left out: ${run.reason}.`)
const faults = runs.filter((run) => run.wrong + run.missing + run.closed > 0)
if (faults.length === 0) console.log('\nEvery frame arrived whole, once and in order.')
for (const run of faults) console.log(`\n${NAMES[run.server]}, ${run.mode}: ${run.closed} closed, ${run.wrong} frames wrong, ${run.missing} missing.`)
