// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a command starts in place of its workers' {@code java}: a script in a Java home that is otherwise the real one.
 * With it a test decides how far a command gets before something happens to it, whatever the speed of the machine.
 */
public final class WorkerScript {

    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    private static WorkerScript quick;

    private final Path home;

    /** @param script HOME stands for its Java home, JAVA for the real command with a quick compiler */
    private WorkerScript(String script) throws IOException {
        // Not in a test's temporary folder, which is emptied with a warning for each link.
        this.home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "java-home");
        try (Stream<Path> parts = Files.list(JAVA_HOME)) {
            for (Path part : parts.filter(part -> !part.endsWith("bin")).toList()) {
                Files.createSymbolicLink(home.resolve(part.getFileName()), part);
            }
        }
        Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
        String real = "'" + JAVA_HOME.resolve("bin/java") + "' '" + String.join("' '", CommandLine.QUICK) + "'";
        Files.writeString(
                java, "#!/bin/sh\n" + script.replace("HOME", home.toString()).replace("JAVA", real));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    }

    /** Workers as they are, the same script for all commands. */
    public static synchronized WorkerScript quick() throws IOException {
        if (quick == null) {
            quick = new WorkerScript("exec JAVA \"$@\"\n");
        }
        return quick;
    }

    /** Workers that end at once: for a command that is to start none. */
    static WorkerScript dead() throws IOException {
        return new WorkerScript("exit 1\n");
    }

    /** Workers that never say anything, and end with their parent. */
    static WorkerScript silent() throws IOException {
        return new WorkerScript("exec cat > /dev/null\n");
    }

    /**
     * Workers that have a result for every trial at once and train nothing: an accuracy that follows from the trial.
     * The first of them answers so many trials, and then says nothing more.
     */
    public static WorkerScript answering(int trials) throws IOException {
        return answering(
                "[ $answered -lt TRIALS ] || { : > \"$home/endless\"; continue; }\n"
                        .replace("TRIALS", String.valueOf(trials)),
                "",
                "");
    }

    /**
     * The same workers, the first of which is killed at a message: it is ready, it has news of a trial, or a result.
     */
    public static WorkerScript killedAt(int message, boolean inItsMiddle) throws IOException {
        String kill = "kill -KILL $$";
        String before = "[ $said -ne MESSAGE ] || { printf %s \"$1\" | cut -c 1-50 | tr -d '\\n'; KILL; }\n";
        String behind = "[ $said -ne MESSAGE ] || KILL\n";
        String deaths = inItsMiddle ? before + "SAY\n" : "SAY\n" + behind;
        return answering(
                "", "", deaths.replace("MESSAGE", String.valueOf(message)).replace("KILL", kill));
    }

    /** The same workers, in the first of which every trial throws. */
    static WorkerScript throwing() throws IOException {
        return answering(
                "",
                "",
                "SAY | sed 's/\"status\":\"COMPLETED\"/\"status\":\"FAILED\"/; s/\"error\":null/\"error\":\"it threw\"/'\n");
    }

    /** The same workers, each of which kills the process that started it when it is given a trial of this seed. */
    public static WorkerScript killingTheirParents(long seed) throws IOException {
        return answering("", "case $spec in *'\"seed\":%d,'*) kill -KILL $PPID ;; esac\n".formatted(seed), "");
    }

    /** The same workers, which tell of the first of two iterations and then say nothing more. */
    public static WorkerScript halfway() throws IOException {
        return answering("", "say 'NEWS'\ncontinue\n", "");
    }

    private static WorkerScript answering(String firstTrial, String everyTrial, String firstSays) throws IOException {
        String script = """
                home='HOME'
                first=
                mkdir "$home/first" 2> /dev/null && first=1
                said=0
                answered=0
                say() {
                  said=$((said + 1))
                  [ $first ] || { SAY; return; }
                  FIRST-SAYS
                }
                say 'READY'
                while IFS= read -r request; do
                  spec=${request#*'"spec":'}
                  spec=${spec%'}'}
                  if [ $first ]; then :
                    FIRST-TRIAL
                  fi
                  EVERY-TRIAL
                  answered=$((answered + 1))
                  say 'NEWS'
                  digits=$(printf %s "$spec" | cksum | cut -c 1-4)
                  say 'BEFORE'"$spec"'MIDDLE'"$digits"'AFTER'
                done
                """;
        String ready = "{'message':'ready','environment':{'backend':'CPU','blas':'none','threads':1,'cores':2,"
                + "'java':'17','dl4j':'1.0.0-M2.1','os':'Linux'}}";
        String middle = ",'status':'COMPLETED','initialLoss':2.5,'finalLoss':0.5,'testScore':0.8";
        String after = ",'chance':0.1,'iterations':2,'seconds':1.5,'msPerIteration':5.0,'error':null,"
                + "'signalAtStart':null,'signalAtEnd':null,'history':[2.5,0.5],'iterationsPerEpoch':10}}";
        return new WorkerScript(script.replace("FIRST-TRIAL", firstTrial)
                .replace("EVERY-TRIAL", everyTrial)
                .replace("FIRST-SAYS", firstSays.isEmpty() ? "SAY" : firstSays)
                .replace("SAY", "printf '%s\\n' \"$1\"")
                .replace("READY", ready.replace('\'', '"'))
                .replace("NEWS", "{\"message\":\"iteration\",\"iteration\":1,\"iterations\":2,\"loss\":2.5}")
                .replace("BEFORE", "{\"message\":\"finished\",\"result\":{\"spec\":")
                .replace("MIDDLE", middle.replace('\'', '"'))
                .replace("AFTER", after.replace('\'', '"')));
    }

    /**
     * The first worker does so many trials as they are, and then trains in one that takes hours: the command cannot end
     * before. All other workers are as always.
     */
    static WorkerScript endlessTrialAfter(int trials) throws IOException {
        return endlessTrialAfter(trials, "");
    }

    /** The same for a network in a file, which a worker tries before the first that trains. */
    static WorkerScript endlessTrialOfAFileAfter(int trials) throws IOException {
        return endlessTrialAfter(trials, "mkdir \"$home/tried\" 2> /dev/null && exec JAVA \"$@\"\n");
    }

    private static WorkerScript endlessTrialAfter(int trials, String before) throws IOException {
        String script = """
                home='HOME'
                BEFORE
                mkdir "$home/first" 2> /dev/null || exec JAVA "$@"
                mkfifo "$home/trials"
                exec 3<&0 # what runs in the background would get no input otherwise
                {
                  for i in TRIALS; do
                    IFS= read -r trial && printf '%s\\n' "$trial" || exit
                  done
                  IFS= read -r trial || exit
                  printf '%s\\n' "$trial" | sed 's/"epochs":[0-9]*/"epochs":1000000/
                    s/"maxIterations":[0-9]*/"maxIterations":0/
                    s/"stuckAfter":[0-9]*/"stuckAfter":0/'
                  : > "$home/endless"
                  cat
                } <&3 > "$home/trials" 2> /dev/null &
                exec JAVA "$@" < "$home/trials" 3<&-
                """;
        return new WorkerScript(script.replace("BEFORE\n", before)
                .replace("TRIALS", "trial ".repeat(trials).strip()));
    }

    /** The option of Java that lets a command start these workers. */
    String option() {
        return "-Djava.home=" + home;
    }

    /** The Java home in which these workers' {@code java} is. */
    public Path home() {
        return home;
    }

    /** Runs a command to its end in this process, with these workers. */
    public CommandLine.Outcome run(String... args) {
        return beingJavaHome(() -> CommandLine.run(Main.commandLine(), args));
    }

    /** The same with what the command line names on another disk. */
    CommandLine.Outcome run(UnaryOperator<Path> disk, String... args) {
        return beingJavaHome(() -> CommandLine.runOn(disk, args));
    }

    private CommandLine.Outcome beingJavaHome(Supplier<CommandLine.Outcome> run) {
        System.setProperty("java.home", home.toString());
        try {
            return run.get();
        } finally {
            System.setProperty("java.home", JAVA_HOME.toString());
        }
    }

    /** Starts a command with these workers, and with something in front of its own Java. */
    CommandLine start(List<String> prefix, String... args) throws IOException {
        CommandLine command = CommandLine.start(prefix, List.of(option()), args);
        Runtime.getRuntime().addShutdownHook(new Thread(command.process()::destroyForcibly)); // if its test failed
        return command;
    }

    /** Returns when the worker has the trial that does not end. */
    public void awaitEndlessTrial(CommandLine command) throws InterruptedException {
        while (!Files.exists(home.resolve("endless"))) {
            if (command.process().waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the command ended before its endless trial began");
            }
        }
    }
}
