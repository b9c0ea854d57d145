package dev.brigandine.protect;

import static dev.brigandine.onnx.testing.Protos.FLOAT;
import static dev.brigandine.onnx.testing.Protos.floats;
import static dev.brigandine.onnx.testing.Protos.graph;
import static dev.brigandine.onnx.testing.Protos.model;
import static dev.brigandine.onnx.testing.Protos.node;
import static dev.brigandine.onnx.testing.Protos.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.protect.Protector.Split;
import dev.brigandine.protect.RunFinder.Found;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Looks for the model in everything that an application leaves behind or lets itself be asked for:
 * temp and working folder, output, heap dumps, and on Linux the whole memory of the process. {@code
 * docs/threat-model.md} lists what is found.
 */
class LeakScanTest {
  /** Every name inside the model starts with it. */
  private static final String NAME = "nebula_";

  private static final int LAYERS = 6;
  private static final int WIDTH = 512;

  @TempDir Path folder;
  private World world;
  private Path model;
  private final List<byte[]> weights = new ArrayList<>();

  @BeforeEach
  void generate() throws Exception {
    world = new World(Files.createDirectory(folder.resolve("vendor")));
    world.device.save(folder.resolve("device.key"), null);
    GraphProto.Builder graph = graph(NAME + "graph");
    for (int i = 0; i < LAYERS; i++) {
      String in = i == 0 ? "x" : NAME + "value" + i;
      String out = i == LAYERS - 1 ? "y" : NAME + "value" + (i + 1);
      TensorProto weight = floats(NAME + "weight" + i, 1000 + i, WIDTH, WIDTH);
      weights.add(weight.getRawData().toByteArray());
      graph
          .addNode(
              node("MatMul", List.of(in, weight.getName()), List.of(NAME + "product" + i))
                  .toBuilder()
                  .setName(NAME + "node" + i))
          .addNode(
              node("Relu", List.of(NAME + "product" + i), List.of(out)).toBuilder()
                  .setName(NAME + "relu" + i))
          .addInitializer(weight);
    }
    graph.addInput(value("x", FLOAT, 1, WIDTH)).addOutput(value("y", FLOAT, 1, WIDTH));
    model = Files.write(folder.resolve("model.onnx"), model(graph).build().toByteArray());
  }

  @Test
  void whatAnApplicationLeavesBehind() throws Exception {
    assertCleanOutside(watch(World.NEVER, List.of(), false), Set.of());
  }

  @Test
  void theSameForAModelInParts() throws Exception {
    // What one part hands to the next is known by its name.
    Set<String> joints =
        IntStream.range(1, LAYERS).mapToObj(i -> NAME + "value" + i).collect(Collectors.toSet());
    assertCleanOutside(watch(new Split(0, 1 << 20), List.of(), false), joints);
  }

  @Test
  void theSameWithTheJdksCipher() throws Exception {
    assertCleanOutside(watch(World.NEVER, List.of("-Dbrigandine.crypto=jdk"), false), Set.of());
  }

  /** Each scan can fail: a process that leaks on purpose is caught by every one of them. */
  @Test
  void everyScanFindsWhatIsThere() throws Exception {
    Map<String, Found> found = watch(World.NEVER, List.of(), true);
    for (String place : List.of("temp while open", "temp", "output", "errors", "heap", "live")) {
      assertThat(found.get(place).runs()).as("runs in " + place).isPositive();
      assertThat(found.get(place).words()).as("names in " + place).isNotEmpty();
    }
    assertThat(found.get("working folder").nothing()).isTrue();
  }

  private static void assertCleanOutside(Map<String, Found> found, Set<String> joints) {
    found.forEach(
        (place, what) ->
            System.out.println(
                "leak scan, %s: %d runs of weights, the longest of %d bytes; %d names"
                    .formatted(place, what.runs(), what.longest(), what.words().size())));
    for (String place : List.of("temp while open", "temp", "working folder", "output", "errors")) {
      assertThat(found.get(place).nothing()).as(place + ": " + found.get(place)).isTrue();
    }
    assertThat(found.get("live").runs()).as("runs of weights in the live heap").isZero();
    assertThat(found.get("live").words().keySet())
        .as("names in the live heap: of values that join parts, if there are parts")
        .isEqualTo(joints);
    // The index is parsed into strings; they are garbage once the model is open, and such garbage
    // stays until it is collected. No weight is among it.
    assertThat(found.get("heap").runs()).as("runs of weights in the whole heap").isZero();
    assertThat(found.get("heap").words().keySet())
        .as("names in the whole heap: of weights, and of values that join parts")
        .allMatch(name -> name.startsWith(NAME + "weight") || joints.contains(name));
    if (found.containsKey("memory closed")) {
      assertThat(found.get("memory open").runs()).as("the engine's own copy").isPositive();
    }
  }

  private Map<String, Found> watch(Split split, List<String> jvm, boolean leaking)
      throws Exception {
    ProtectReport report = world.protect(model, split);
    assertThat(report.parts()).isEqualTo(split == World.NEVER ? 1 : LAYERS);
    Instant until = Instant.now().plus(Duration.ofDays(60));
    Path licence = world.license(world.bundle(), LicenseTerms.expiring(until).build());
    Path temp = Files.createDirectory(folder.resolve("temp"));
    Path work = Files.createDirectory(folder.resolve("work"));
    Path dumps = Files.createDirectory(folder.resolve("dumps"));
    File errors = folder.resolve("errors").toFile();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(
        List.of(
            "-Xmx256m",
            "-Djava.io.tmpdir=" + temp,
            "-cp",
            System.getProperty("java.class.path"),
            WatchedProcess.class.getName(),
            world.bundle().toString(),
            licence.toString(),
            folder.resolve("device.key").toString(),
            dumps.toString()));
    if (leaking) {
      command.add(model.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
    Process process = builder.redirectError(errors).start();
    RunFinder finder = new RunFinder(weights, NAME);
    Map<String, Found> found = new HashMap<>();
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try {
      waitFor(process, "open\n", output, errors);
      found.put("temp while open", scan(finder, temp));
      memory(finder, process, "memory open", found);
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      waitFor(process, "closed\n", output, errors);
      memory(finder, process, "memory closed", found);
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      output.writeBytes(process.getInputStream().readAllBytes());
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
    found.put("temp", scan(finder, temp));
    found.put("working folder", scan(finder, work));
    found.put("output", finder.in(new ByteArrayInputStream(output.toByteArray())));
    found.put("errors", scan(finder, errors.toPath()));
    found.put("heap", scan(finder, dumps.resolve("all.hprof")));
    found.put("live", scan(finder, dumps.resolve("live.hprof")));
    return new TreeMap<>(found);
  }

  private static void waitFor(
      Process process, String word, ByteArrayOutputStream output, File errors) throws IOException {
    byte[] end = word.getBytes(UTF_8);
    InputStream in = process.getInputStream();
    int matched = 0;
    while (matched < end.length) {
      int b = in.read();
      assertThat(b).as("the end of the process's output; " + errors).isNotNegative();
      output.write(b);
      matched = b == end[matched] ? matched + 1 : b == end[0] ? 1 : 0;
    }
  }

  private static Found scan(RunFinder finder, Path where) throws IOException {
    int runs = 0;
    int longest = 0;
    Map<String, Integer> words = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(where)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        Found one = finder.in(in);
        runs += one.runs();
        longest = Math.max(longest, one.longest());
        one.words().forEach((word, n) -> words.merge(word, n, Integer::sum));
      }
    }
    return new Found(runs, longest, words);
  }

  /** What may be read and is not a file's: heap, stacks, and whatever native code has allocated. */
  private static void memory(
      RunFinder finder, Process process, String place, Map<String, Found> found)
      throws IOException {
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    if (!Files.exists(proc.resolve("maps"))) {
      return; // not Linux
    }
    int runs = 0;
    int longest = 0;
    Map<String, Integer> words = new TreeMap<>();
    try (RandomAccessFile memory = new RandomAccessFile(proc.resolve("mem").toFile(), "r")) {
      for (String line : Files.readAllLines(proc.resolve("maps"))) {
        String[] fields = line.split("\\s+", 6);
        if (!fields[1].startsWith("rw") || fields.length > 5 && fields[5].startsWith("/")) {
          continue;
        }
        String[] range = fields[0].split("-");
        long from = Long.parseUnsignedLong(range[0], 16);
        Found one = finder.in(new Region(memory, from, Long.parseUnsignedLong(range[1], 16)));
        runs += one.runs();
        longest = Math.max(longest, one.longest());
        one.words().forEach((word, n) -> words.merge(word, n, Integer::sum));
      }
    }
    found.put(place, new Found(runs, longest, words));
  }

  /** A stretch of another process's memory; it ends where it can no longer be read. */
  private static final class Region extends InputStream {
    private final RandomAccessFile memory;
    private final long end;
    private long at;

    Region(RandomAccessFile memory, long from, long end) {
      this.memory = memory;
      this.at = from;
      this.end = end;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      int n = (int) Math.min(length, end - at);
      if (n <= 0) {
        return -1;
      }
      try {
        memory.seek(at);
        n = memory.read(bytes, offset, Math.min(n, 1 << 20));
        at += Math.max(n, 0);
        return n;
      } catch (IOException e) {
        return -1;
      }
    }
  }
}
