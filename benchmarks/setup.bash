# Sourced by the benchmarks: what they start and end, on which cores, on which ports. Each sets HERE and NAME before.
# shellcheck shell=bash
ROOT=$(dirname "$HERE")
TARGET=$HERE/target PEERS=$HERE/target/peers
SERVER_CORE=${BENCH_SERVER_CORE:-0} LOAD_CORE=${BENCH_LOAD_CORE:-1}
BASE=${BENCH_PORTS:-24000}
PRIORITY=${BENCH_NICE:-0} # below 0, as root, on a machine that others use

export ATRIUM_HOME=$TARGET/atrium ATRIUM_HTTP_ADDRESS=127.0.0.1 ATRIUM_RTMP_ADDRESS=127.0.0.1 ATRIUM_DANMAKU_ADDRESS=127.0.0.1
export ATRIUM_FILE_TCP_ADDRESS=127.0.0.1 ATRIUM_FILE_TCP_PORT=$((BASE + 602))
export ATRIUM_HTTP_PORT=$((BASE + 80)) ATRIUM_RTMP_PORT=$((BASE + 935)) ATRIUM_DANMAKU_PORT=$((BASE + 601))
export ATRIUM_NACOS_PORT=$((BASE + 1848)) ATRIUM_NACOS_CONSOLE_PORT=$((BASE + 1850))

PIDS=() LAST=''

say() { printf '%s %s\n' "$(date +%T)" "$*" >&2; }
die() { printf 'benchmarks/%s: %s\n' "$NAME" "$*" >&2; exit 1; }

end() { # PID: asks, then ends it after 5 s
  kill -TERM "$1" 2>/dev/null || return 0
  for _ in {1..50}; do kill -0 "$1" 2>/dev/null || break; sleep 0.1; done
  kill -KILL "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

end_all() {
  trap '' INT TERM
  local pid
  for pid in "${PIDS[@]}"; do end "$pid"; done
  "$ROOT/atrium" down >&2 || true
  [ "$PRIORITY" = 0 ] || prefer $$ 0
}

# PID NICE: for its whole session, as the kernel shares cores between sessions first (sched(7), autogroup)
prefer() { printf '%s' "$2" 2>/dev/null >"/proc/$1/autogroup" || true; }

begin() { # makes the load and an empty file for the results; whatever happens, what is started later is ended
  mkdir -p "$TARGET"
  make -s -C "$HERE/load"
  RESULTS=$TARGET/$NAME-$(date +%Y%m%d-%H%M).jsonl
  : >"$RESULTS"
  trap end_all EXIT
  trap 'exit 130' INT TERM
  [ "$PRIORITY" = 0 ] || prefer $$ "$PRIORITY"
}

serve() { # NAME COMMAND…: starts a peer on the servers' core; its pid is LAST
  local name=$1
  shift
  taskset -c "$SERVER_CORE" nice -n "$PRIORITY" "$@" </dev/null >"$TARGET/$name.log" 2>&1 &
  LAST=$!
  PIDS+=("$LAST")
}

await_port() { # PORT NAME [SECONDS]
  local i
  for ((i = 0; i < ${3:-10} * 10; i++)); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then return; fi
    sleep 0.1
  done
  die "$2 does not listen on port $1; see $TARGET/$2.log"
}

service() { cat "$ATRIUM_HOME/run/$1"; } # SERVICE.pid or SERVICE.port

start_atrium() { # SERVICE: the one that is measured; it and the gateway stay on the servers' core
  say "starting Atrium"
  taskset -c "$SERVER_CORE" nice -n "$PRIORITY" "$ROOT/atrium" up --detach >"$TARGET/atrium.log" 2>&1 || die "Atrium did not start; see $TARGET/atrium.log"
  GATEWAY_PID=$(service gateway.pid)
  local name
  for name in nacos chat-service file-service stream-service; do # idle, but not the measured core's business
    [ "$name" = "$1" ] || taskset -acp "0-$(($(nproc --all) - 1))" "$(service "$name.pid")" >/dev/null
  done
  [ "$PRIORITY" = 0 ] || prefer "$(service "$1.pid")" "$PRIORITY"
}
