#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Three hosts with an address and a network stack each, as root, on Linux: the master and this program on one, a node of one
# core on each of two others, which see an empty /data. namespaces.sh FOLDER-OF-IDX-FILES [OPTION…] sweeps with it, shipped, and
# without the cluster, and compares the results. SPARK_HOME says where Spark is.
set -euo pipefail
: "${SPARK_HOME:?the folder of a Spark installation}"
data=$(cd "$1" && pwd)
shift
here=$(cd "$(dirname "$0")" && pwd)
jar=$(cd "$here/../../../../dl4j-init-cli/target" && pwd)/dl4j-init.jar
work=$(mktemp -d)
declare -a started=()
finish() {
    for pid in "${started[@]}"; do kill "$pid" 2> /dev/null || true; done
    for host in 1 2 3; do ip netns del "dl4jinit$host" 2> /dev/null || true; done
    ip link del dl4jinit 2> /dev/null || true
    rm -rf "$work"
}
trap finish EXIT

ip link add dl4jinit type bridge
ip link set dl4jinit up
for host in 1 2 3; do
    ip netns add "dl4jinit$host"
    ip link add "dl4jinit-v$host" type veth peer name eth0 netns "dl4jinit$host"
    ip link set "dl4jinit-v$host" master dl4jinit up
    ip -n "dl4jinit$host" addr add "10.77.0.$host/24" dev eth0
    ip -n "dl4jinit$host" link set eth0 up
    ip -n "dl4jinit$host" link set lo up
done

# on HOST COMMAND…: in the background, there, where the folders of this program and of its data are empty.
on() {
    local host=$1
    shift
    SPARK_LOCAL_IP=10.77.0.$host ip netns exec "dl4jinit$host" unshare --mount sh -c '
        mount -t tmpfs none "$0" && mount -t tmpfs none "$1" && shift && cd / && exec "$@"' \
        "$data" "$(dirname "$jar")" "$@" > "$work/$host.log" 2>&1 &
    started+=($!)
}
SPARK_LOCAL_IP=10.77.0.1 ip netns exec dl4jinit1 "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.master.Master \
    --host 10.77.0.1 --port 7077 > "$work/1.log" 2>&1 &
started+=($!)
for host in 2 3; do
    on "$host" "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.worker.Worker --host "10.77.0.$host" --cores 1 \
        --memory 1g --work-dir "$work/node$host" spark://10.77.0.1:7077
done

options=(sweep --gain 0.5:2:0.5 --depth 3,5,8 --width 16 --seeds 1,2 --data "$data" "$@")
SPARK_LOCAL_IP=10.77.0.1 ip netns exec dl4jinit1 java -jar "$jar" "${options[@]}" --out "$work/cluster" \
    --cluster spark://10.77.0.1:7077 --cluster-conf spark.driver.host=10.77.0.1,spark.ui.enabled=false
grep -h "Registered executor\|Asked to launch executor" "$work"/[23].log | sed 's/.*INFO //'
OMP_NUM_THREADS=1 java -jar "$jar" "${options[@]}" --out "$work/local" > "$work/local.log"
# Times and the run's own command differ.
for run in cluster local; do
    sed '/^  "run" : {/,/^  },/d; /"seconds" :/d; /"msPerIteration" :/d' "$work/$run/results.json" > "$work/$run.json"
done
cmp "$work/cluster.json" "$work/local.json" && echo "the results are the same: $(grep -c '"status"' "$work/local.json") trials"
