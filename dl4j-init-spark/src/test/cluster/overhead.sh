#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What a trial costs beyond its training, on a cluster of two nodes on this machine and without it: overhead.sh [TRIALS]. SPARK_HOME
# says where Spark is. On a machine that does other things, too, believe processor times.
set -euo pipefail
: "${SPARK_HOME:?the folder of a Spark installation}"
jar=$(cd "$(dirname "$0")/../../../../dl4j-init-cli/target" && pwd)/dl4j-init.jar
work=$(mktemp -d)
export SPARK_LOCAL_IP=127.0.0.1 OMP_NUM_THREADS=1
declare -a started=()
finish() {
    for pid in "${started[@]}"; do kill "$pid" 2> /dev/null || true; done
    wait 2> /dev/null || true
    started=()
}
trap 'finish; rm -rf "$work"' EXIT

# cluster NODES: a master and nodes of one core.
cluster() {
    "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.master.Master --host 127.0.0.1 --port 7078 --webui-port 0 \
        > "$work/master.log" 2>&1 &
    started+=($!)
    for node in $(seq "$1"); do
        "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --webui-port 0 --cores 1 \
            --memory 1g --work-dir "$work/node$node" spark://127.0.0.1:7078 > "$work/node$node.log" 2>&1 &
        started+=($!)
    done
    until [ "$(grep -c "Registering worker" "$work/master.log")" -ge "$1" ]; do sleep 0.2; done
}
on_cluster=(--cluster spark://127.0.0.1:7078 --cluster-shared --cluster-conf
    spark.driver.host=127.0.0.1,spark.driver.bindAddress=127.0.0.1,spark.ui.enabled=false)

# sweep NAME OPTION…: its trials a second, from the file of the first to that of the last.
sweep() {
    local name=$1
    shift
    java -jar "$jar" sweep "${options[@]}" --out "$work/$name" "$@" > "$work/$name.log"
    find "$work/$name/trials" -name '*.json' -printf '%T@\n' | sort -n | awk -v name="$name" '
        NR == 1 { first = $1 } { last = $1 }
        END { printf "%s: %d trials, %.3f a second, %.1f ms each\n", name, NR, (NR - 1) / (last - first),
            1000 * (last - first) / (NR - 1) }'
}

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
sweep cluster "${on_cluster[@]}"
tail -2 "$work/driver.txt"
JAVA_TOOL_OPTIONS=-Djava.home=$work/java sweep local --jobs 2
