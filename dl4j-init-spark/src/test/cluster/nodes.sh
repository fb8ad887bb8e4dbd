# SPDX-License-Identifier: Apache-2.0
# What the measurements on a cluster of this machine share: a master, nodes of one core, and how many trials a second a sweep
# ran. To be sourced. SPARK_HOME says where Spark is.
: "${SPARK_HOME:?the folder of a Spark installation}"
[ -x "$SPARK_HOME/bin/spark-class" ] || { echo "no bin/spark-class in $SPARK_HOME" >&2; exit 2; }
jar=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../../dl4j-init-cli/target" && pwd)/dl4j-init.jar
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

# rate NAME OPTION…: trials a second of the sweep "${options[@]}", from the file of the first to that of the last.
rate() {
    local name=$1
    shift
    java -jar "$jar" sweep "${options[@]}" --out "$work/$name" "$@" > "$work/$name.log"
    find "$work/$name/trials" -name '*.json' -printf '%T@\n' | sort -n |
        awk 'NR == 1 { first = $1 } { last = $1 } END { printf "%.5f\n", (NR - 1) / (last - first) }'
    rm -r "$work/$name"
}
