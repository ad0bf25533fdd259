#!/usr/bin/env bash
# Makes codemirror.js anew from the exact versions in package.json. Needs Node.js 20 with npm; the product itself needs neither.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/codemirror.entry.mjs" "$work"
cd "$work"
npm install --no-package-lock --ignore-scripts --no-audit --no-fund
npx esbuild codemirror.entry.mjs --bundle --minify --format=esm --target=es2020 --legal-comments=none \
  --banner:js="// CodeMirror 6, MIT, (c) Marijn Haverbeke and others: see LICENSE. Made by build.sh." --outfile="$here/codemirror.js"
