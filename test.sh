#!/usr/bin/env bash
# Sets up what is missing, builds with warnings as errors, runs every test. Ends with `N passed, N failed, N skipped`.
#   ./test.sh                  everything
#   ./test.sh --fast           without the tests that need tools, servers or more than a moment
#   ./test.sh --filter EXPR    as dotnet test takes it
set -uo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
cd "$root" || exit 1
filter=()
case "${1:-}" in
  "") ;;
  --fast) filter=(--filter "Category!=Integration") ;;
  --filter) filter=(--filter "${2:?an expression}") ;;
  *) sed -n '2,5p' "$0" >&2; exit 2 ;;
esac

eng/setup --tests || exit 1
dotnet restore SoraGuard.sln --locked-mode -v quiet || exit 1
dotnet build SoraGuard.sln -c Release --no-restore -v quiet -nologo || exit 1

results=$(mktemp)
trap 'rm -f "$results"' EXIT
dotnet test SoraGuard.sln -c Release --no-build -nologo -m:1 "${filter[@]}" 2>&1 | tee "$results"
status=${PIPESTATUS[0]}

# The runner's summary lines: "Passed!  - Failed:     0, Passed:    25, Skipped:     0, Total: …"
awk -v status="$status" '
  /(Passed|Failed|Skipped)!  - Failed:/ {
    for (i = 1; i < NF; i++) { if ($i == "Failed:") f += $(i + 1); if ($i == "Passed:") p += $(i + 1); if ($i == "Skipped:") s += $(i + 1) }
  }
  END { printf "%d passed, %d failed, %d skipped\n", p, f, s; exit (status != 0 || p == 0) }' "$results"
