#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes an installation of Spark of what Maven Central has of it: spark-home.sh FOLDER [VERSION [SCALA]]
# Its own distribution has the same jars, and scripts that do more.
set -euo pipefail
home=$(mkdir -p "$1" && cd "$1" && pwd)
version=${2:-4.1.3}
scala=${3:-2.13}
mkdir -p "$home/bin" "$home/jars"
cat > "$home/pom.xml" <<END
<project xmlns="http://maven.apache.org/POM/4.0.0">
    <modelVersion>4.0.0</modelVersion>
    <groupId>none</groupId>
    <artifactId>none</artifactId>
    <version>1</version>
    <dependencies>
        <dependency>
            <groupId>org.apache.spark</groupId>
            <artifactId>spark-core_$scala</artifactId>
            <version>$version</version>
        </dependency>
    </dependencies>
</project>
END
mvn -B -q -f "$home/pom.xml" dependency:copy-dependencies -DoutputDirectory="$home/jars"
cat > "$home/bin/spark-class" <<'END'
#!/usr/bin/env bash
# Spark's launcher prints a command's words, each with a zero byte behind it, after an empty one and a line break.
export SPARK_HOME=$(cd "$(dirname "$0")/.." && pwd) SPARK_SCALA_VERSION=any
mapfile -d '' -t words < <(java -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main "$@")
words[1]=${words[1]#$'\n'}
exec "${words[@]:1}"
END
cat > "$home/bin/spark-submit" <<'END'
#!/usr/bin/env bash
exec "$(dirname "$0")/spark-class" org.apache.spark.deploy.SparkSubmit "$@"
END
chmod +x "$home/bin/"*
echo "$home"
