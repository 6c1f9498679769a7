#!/bin/bash
# oscal.sh: how long the whole command takes that reads NIST's SP 800-53 catalogue into an empty database; the median of five runs.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
TIMEFORMAT='%3U %3S'
catalogue=NIST_SP-800-53_rev5.0.1_catalog-min.json
for folder in "$ISMS_SOURCE/../shared" "$ISMS_SOURCE/../../shared"; do
    [ ! -e "$folder/samples/oscal/nist/$catalogue" ] || file="$folder/samples/oscal/nist/$catalogue"
done
[ -n "${file:-}" ] || { echo "# the catalogue of SP 800-53 is not here: skipped"; exit 0; }

for run in 1 2 3 4 5; do
    rm -f bench.db*
    "$ISMS_BUILD/isms" init bench.db >/dev/null
    began=${EPOCHREALTIME/[.,]/}
    { time "$ISMS_BUILD/isms" -d bench.db import oscal "$file" >said; } 2>cpu
    ended=${EPOCHREALTIME/[.,]/}
    grep -q '^1209 added' said || { echo "run $run added something else: $(cat said)" >&2; exit 1; }
    echo $((ended - began)) "$(cat cpu)"
done | sort -n | awk '{ took[NR] = $1; cpu[NR] = ($2 + $3) * 1000 }
    END { printf "oscal_import_800_53 %.1f ms <=100\n# oscal_import_800_53: %.0f ms of processor time\n", took[3] / 1000, cpu[3] }'
