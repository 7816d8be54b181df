package dev.mien.spark;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A standalone cluster of this host: a master and workers, each a process, as Spark ships them. */
final class TestCluster implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final Duration START = Duration.ofSeconds(90);

  private final Path home;
  private final String classes;
  private final List<Process> workers = new ArrayList<>();
  private final Process master;
  private final String url;

  /**
   * @param folder where everything lies that the cluster writes
   * @param cores of each worker
   */
  TestCluster(Path folder, int workerCount, int cores) throws IOException, InterruptedException {
    home = folder;
    List<String> entries =
        List.of(
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator));
    Path jars = Files.createDirectory(folder.resolve("jars"));
    for (String entry : entries) {
      if (entry.endsWith(".jar")) {
        Path jar = Path.of(entry).toAbsolutePath();
        Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
      }
    }
    classes =
        entries.stream()
            .filter(entry -> !entry.endsWith(".jar"))
            .collect(Collectors.joining(File.pathSeparator));
    int port = freePort();
    url = "spark://" + HOST + ":" + port;
    master =
        start("master", "master.Master", "--host", HOST, "--port", "" + port, "--webui-port", "0");
    await("master", "Starting Spark master at");
    for (int i = 0; i < workerCount; i++) {
      workers.add(
          start(
              "worker" + i,
              "worker.Worker",
              "--host",
              HOST,
              "--webui-port",
              "0",
              "--cores",
              "" + cores,
              "--memory",
              cores + "g",
              "--work-dir",
              folder.resolve("work" + i).toString(),
              url));
    }
    for (int i = 0; i < workerCount; i++) {
      await("worker" + i, "Successfully registered with master");
    }
  }

  private Process start(String name, String main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@src/main/jvm/spark.options");
    command.addAll(List.of("-Xmx256m", "-cp", home.resolve("jars") + "/*"));
    command.add("-Dlog4j2.configurationFile=" + configuration());
    command.add("org.apache.spark.deploy." + main);
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", HOST);
    return builder.redirectOutput(log(name).toFile()).start();
  }

  private Path configuration() throws IOException {
    Path file = home.resolve("log4j2.properties");
    if (!Files.exists(file)) {
      Files.writeString(
          file,
          """
          rootLogger.level = info
          rootLogger.appenderRef.console.ref = console
          appender.console.type = Console
          appender.console.name = console
          appender.console.layout.type = PatternLayout
          appender.console.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n
          """);
    }
    return file;
  }

  private void await(String name, String line) throws IOException, InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (!Files.readString(log(name)).contains(line)) {
      if (System.nanoTime() > end) {
        close();
        throw new IOException(name + " did not start:\n" + Files.readString(log(name)));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private Path log(String name) {
    return home.resolve(name + ".log");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The master's address. */
  String url() {
    return url;
  }

  /** Folders of classes that executors need beside the jars. */
  String classes() {
    return classes;
  }

  /** Ends a worker and its executors at once, as a power failure would. */
  void killWorker(int number) {
    Process worker = workers.get(number);
    worker.descendants().forEach(ProcessHandle::destroyForcibly);
    worker.destroyForcibly();
  }

  @Override
  public void close() {
    for (Process process : workers) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    master.destroyForcibly();
  }
}
