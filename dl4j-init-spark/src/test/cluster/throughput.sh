#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What a second executor, and a second worker without a cluster, bring: throughput.sh [ROUNDS]. Each round trains the same trials
# on nodes of one core and by local workers, one and two of each. It needs two idle cores.
set -euo pipefail
source "$(dirname "$0")/nodes.sh"
options=(--gain 0.8:1.2:0.1 --depth 20 --seeds 1,2,3,4 --train-limit 10000 --epochs 8 --no-early-end --quiet)
for round in $(seq "${1:-5}"); do
    local1=$(rate local1 --jobs 1)
    local2=$(rate local2 --jobs 2)
    cluster 1
    cluster1=$(rate cluster1 "${on_cluster[@]}")
    finish
    cluster 2
    cluster2=$(rate cluster2 "${on_cluster[@]}")
    finish
    echo "$local1 $local2 $cluster1 $cluster2"
done | awk '
    function median(of,    i, j, swap) {
        for (i = 1; i < NR; i++) for (j = i + 1; j <= NR; j++) if (of[j] < of[i]) { swap = of[i]; of[i] = of[j]; of[j] = swap }
        return (of[int((NR + 1) / 2)] + of[int((NR + 2) / 2)]) / 2
    }
    {
        workers[NR] = $2 / $1; executors[NR] = $4 / $3; one[NR] = $3 / $1; two[NR] = $4 / $2
        printf "local: %.3f and %.3f trials a second, cluster: %.3f and %.3f\n", $1, $2, $3, $4
    }
    END {
        printf "two workers to one: %.2f, two executors to one: %.2f\n", median(workers), median(executors)
        printf "cluster to local: %.2f with one core, %.2f with two\n", median(one), median(two)
    }'
