// files-report.mjs RESULTS.jsonl: tables of what benchmarks/files measured, in Markdown, and the goals.
import { readFileSync } from 'node:fs'
import { cpus, release } from 'node:os'

const NAMES = {
  atrium: 'Atrium, tus: creation and PATCH',
  'atrium-post': 'Atrium, tus: creation with upload',
  'atrium-form': 'Atrium, form',
  'atrium-rufh': 'Atrium, resumable uploads of HTTP',
  'atrium-tcp': 'Atrium, raw TCP',
  gateway: 'Atrium through its gateway, tus',
  proxy: 'Atrium through nginx, tus',
  'proxy-large': 'Atrium through nginx, large buffers, tus',
  nginx: 'nginx, PUT and sendfile',
  'nginx-large': 'nginx, large buffers, PUT and sendfile',
  tus: '@tus/server, creation and PATCH',
  splice: 'C, splice (the limit)',
  'splice-forced': 'C, splice, fdatasync',
  copy: 'C, read and write',
}

const runs = readFileSync(process.argv[2], 'utf8').trim().split('\n').filter(Boolean).map((line) => JSON.parse(line))
const servers = Object.keys(NAMES).filter((server) => runs.some((run) => run.server === server))

const sum = (values) => values.reduce((a, b) => a + b, 0)
const mb = (run) => run.mb_per_second
const rate = (run) => run.transfers_per_second
const cpu = (run) => sum(run.cpu_s_per_gib)
const peak = (run) => Math.max(...run.peak_mb)

/** The run whose speed is in the middle. */
function of(server, mode) {
  const found = runs.filter((run) => run.server === server && run.mode === mode)
  return found.sort((a, b) => rate(a) - rate(b))[Math.floor((found.length - 1) / 2)]
}

const each = (values, digits) => values.map((value) => value.toFixed(digits)).join(' + ')
const percent = (value) => `${Math.round(100 * value)} %`

/** By the peer's in the same run. */
const by = (value, run, peer) => (of(peer, run.mode) ? (value(run) / value(of(peer, run.mode))).toFixed(2) : '–')

const MB = ['MB/s', (run) => mb(run).toFixed(0)]
const RATE = ['a second', (run) => rate(run).toFixed(0)]
const CPU = ['CPU s/GiB', (run) => each(run.cpu_s_per_gib, 2)]
const CPU_EACH = ['CPU ms each', (run) => each(run.cpu.map((value) => (1e3 * value) / rate(run)), 2)]
const CORE = ['its core', (run) => percent(sum(run.cpu))]
const PEAK = ['peak RSS, MB', (run) => each(run.peak_mb, 0)]
const BEFORE = ['RSS before, MB', (run) => each(run.rss_before_mb, 0)]
const LOAD = ['load · others', (run) => `${percent(run.load_cpu)} · ${percent(run.others_cpu)}`]
const byPeer = (peer, value, name = NAMES[peer].split(',')[0]) => [`by ${name}`, (run) => by(value, run, peer)]

function table(mode, title, note, ...columns) {
  const rows = servers.map((server) => of(server, mode)).filter(Boolean)
  if (rows.length === 0) return
  console.log(`\n### ${title}\n\n${note}\n`)
  console.log(`| server | ${columns.map(([name]) => name).join(' | ')} |\n| --- |${' --- |'.repeat(columns.length)}`)
  for (const run of rows) console.log(`| ${NAMES[run.server]} | ${columns.map(([, cell]) => cell(run)).join(' | ')} |`)
}

/** A goal's line: what, what it should be, what it is. */
function goals() {
  const rows = []
  const add = (what, run, value, wanted, least = true) => {
    if (run === undefined || value === undefined || Number.isNaN(value)) return
    rows.push(`| ${what} | ${least ? '≥' : '≤'} ${wanted} | ${value.toFixed(2)} | ${(least ? value >= wanted : value <= wanted) ? 'yes' : '**no**'} |`)
  }
  const compare = (what, server, peer, mode, value, wanted) => {
    const [ours, theirs] = [of(server, mode), of(peer, mode)]
    if (ours && theirs) add(what, ours, value(ours) / value(theirs), wanted)
  }
  for (const server of servers.filter((name) => name.startsWith('atrium'))) {
    const name = NAMES[server]
    compare(`upload by nginx: ${name}`, server, 'nginx', 'up', mb, 0.9)
    compare(`upload by @tus/server: ${name}`, server, 'tus', 'up', mb, 2)
    const up = of(server, 'up')
    add(`CPU s/GiB, SHA-256 included: ${name}`, up, up && cpu(up), 2, false)
    compare(`small files by nginx: ${name}`, server, 'nginx', 'small', rate, 1)
    const many = of(server, 'many')
    add(`peak MB of uploads at once: ${name}`, many, many && peak(many), 256, false)
  }
  compare('download by nginx', 'atrium', 'nginx', 'down', mb, 0.95)
  compare('ranges by nginx', 'atrium', 'nginx', 'ranges', rate, 0.5)
  for (const [mode, what] of [['up', 'upload'], ['small', 'small files'], ['down', 'download'], ['ranges', 'ranges']])
    for (const [proxy, buffers] of [['proxy', ''], ['proxy-large', ' with large buffers']])
      compare(`gateway by nginx in its place${buffers}: ${what}`, 'gateway', proxy, mode, rate, 0.9)
  if (rows.length > 0) console.log(`\n### Goals\n\n| what | goal | is | met |\n| --- | --- | --- | --- |\n${rows.join('\n')}`)
}

const mib = (bytes) => `${Math.round(bytes / 1048576)} MiB`
const one = (mode) => runs.find((run) => run.mode === mode)
const size = (mode) => (one(mode) ? mib(one(mode).bytes / one(mode).transfers) : '')
const count = (mode) => one(mode)?.transfers

console.log(`## Files, ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC\n`)
console.log(`${cpus()[0].model}, ${cpus().length} cores, Linux ${release()}, node ${process.version}. Servers on one core, load on another.`)
console.log('Through a gateway: file-service + gateway. Medians of the rounds.')
goals()
table('up', `One upload of ${size('up')}`, 'Nobody forces anything to the disk; Atrium computes a SHA-256.', MB, byPeer('nginx', mb), byPeer('tus', mb), CPU, CORE, PEAK, LOAD)
table('forced', `One upload of ${size('forced')}, forced to the disk`, 'As Atrium does it by default; nginx and @tus/server cannot.', MB, byPeer('splice-forced', mb, 'splice'), CPU, CORE, LOAD)
table('small', `${count('small')} files of 64 KiB on 8 connections`, 'Nothing is forced.', RATE, byPeer('nginx', rate), byPeer('tus', rate), CPU_EACH, CORE, PEAK, LOAD)
table('small-forced', `${count('small-forced')} files of 64 KiB on 8 connections, forced to the disk`, 'Atrium forces bytes, catalog and directories before it answers.', RATE, byPeer('splice-forced', rate, 'splice'), CPU_EACH, CORE, LOAD)
table('many', `${count('many')} uploads of ${size('many')} at once`, 'Peak RSS while they run.', MB, CPU, BEFORE, PEAK, LOAD)
table('down', `Downloads of ${size('down')}`, 'From the page cache.', MB, byPeer('nginx', mb), CPU, CORE, PEAK, LOAD)
table('ranges', 'Ranges of 64 KiB at random offsets on 16 connections', 'Kept open.', RATE, byPeer('nginx', rate), CPU_EACH, CORE, PEAK, LOAD)
