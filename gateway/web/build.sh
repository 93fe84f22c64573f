#!/bin/sh
# Builds the web app into dist/: installs and builds only what changed since the last time.
set -eu
cd "$(dirname "$0")"

major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
if [ "${major:-0}" -lt 20 ]; then
  echo "Node.js 20 or newer is needed to build the web app; found ${major:-none}." >&2
  exit 1
fi

newer_than() { # FILE PATH…: true if FILE is missing or something below the paths is newer
  file=$1
  shift
  [ ! -f "$file" ] || [ -n "$(find "$@" -type f -newer "$file" -print | head -n 1)" ]
}

if newer_than node_modules/.package-lock.json package-lock.json; then
  npm ci --no-audit --no-fund
  touch node_modules/.package-lock.json
fi
inputs=$(find . -maxdepth 1 ! -name . ! -name node_modules ! -name dist)
# shellcheck disable=SC2086 # the names are ours and have no spaces
if newer_than dist/index.html $inputs; then
  npm run build
fi
