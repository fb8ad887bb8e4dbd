#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What a trial costs beyond its training, on a cluster of two nodes on this machine and without it: overhead.sh [TRIALS]. SPARK_HOME
# says where Spark is. On a machine that does other things, too, believe processor times.
set -euo pipefail
source "$(dirname "$0")/nodes.sh"

# Workers that train nothing and answer at once: what is left is what a trial costs beyond its training.
java=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")
mkdir -p "$work/java/bin"
for part in "$java"/*; do [ "$part" = "$java/bin" ] || ln -s "$part" "$work/java/"; done
cat > "$work/java/bin/java" <<'END'
#!/bin/sh
echo '{"message":"ready","environment":{"backend":"CPU","blas":"none","threads":1,"cores":2,"java":"17","dl4j":"none","os":"Linux"}}'
while IFS= read -r request; do
    spec=${request#*'"spec":'}
    printf '%s\n' '{"message":"finished","result":{"spec":'"${spec%\}}"',"status":"COMPLETED","initialLoss":2.5,"finalLoss":0.5,"testScore":0.8,"chance":0.1,"iterations":2,"seconds":1.5,"msPerIteration":5.0,"error":null,"signalAtStart":null,"signalAtEnd":null,"history":[2.5,0.5],"iterationsPerEpoch":10}}'
done
END
chmod +x "$work/java/bin/java"
options=(--seeds "1:${1:-10000}:1" --depth 1 --width 1 --train-limit 128 --no-early-end --quiet)
cluster 2
(
    while sleep 1; do
        driver=$(pgrep -f "^[^ ]*java .*SparkSubmit .*ClusterDriver" | head -1) || continue
        awk '/VmHWM/ { print "the driver took at most " $2 / 1024 " MB" }' "/proc/$driver/status"
        ps -o cputimes= -p "$driver" | awk '{ print "and " $1 " s of processor time" }'
    done > "$work/driver.txt" 2> /dev/null
) &
started+=($!)
on_cluster[4]+=,spark.executor.extraJavaOptions=-Djava.home=$work/java
rate cluster "${on_cluster[@]}" | awk '{ printf "cluster: %.1f ms a trial\n", 1000 / $1 }'
tail -2 "$work/driver.txt"
export JAVA_TOOL_OPTIONS=-Djava.home=$work/java # which Java tells of
rate local --jobs 2 2> "$work/local.errors" | awk '{ printf "local: %.1f ms a trial\n", 1000 / $1 }'
