package dev.brigandine.audit.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.files.KnownContent.Hits;
import dev.brigandine.audit.files.KnownContent.Search;
import dev.brigandine.audit.files.StreamScan.Finding;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.testing.Trained;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where no model is, none is found: twenty runs over what machines are full of. What looks
 * encrypted is told of as such, and is no false alarm.
 */
class CleanRunsTest {
  private static final int RUNS = 20;

  @TempDir Path folder;

  @Test
  void nothingIsFoundWhereNothingIs() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("CleanRunsTest seed " + seed);
    Random random = new Random(seed);
    KnownContent known = KnownContent.of(OnnxModel.read(Trained.RESNET.write(folder)).toGraph());
    List<Path> places = new ArrayList<>(generated(random));
    places.addAll(librariesOfTheJdk());
    places.addAll(jars());
    assertThat(places).hasSizeGreaterThanOrEqualTo(RUNS);
    for (Path place : places.subList(0, RUNS)) {
      Search search = known.search();
      List<Sighting> sightings = new ArrayList<>();
      AppWalk walk = new AppWalk(new Sightings(sightings), () -> search, n -> {});
      walk.walk(place);
      Hits hits = search.hits();
      assertThat(sightings).as("models in " + place + ", seed " + seed).isEmpty();
      assertThat(hits.found()).as("weights in " + place + ", seed " + seed).isZero();
      assertThat(walk.bytes()).isPositive();
    }
  }

  private List<Path> generated(Random random) throws IOException {
    List<Path> made = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      made.add(Files.write(folder.resolve("noise" + i), Planted.noise(random, 16 << 20)));
    }
    byte[] words = new byte[8 << 20];
    for (int i = 0; i < words.length; i++) {
      words[i] = (byte) "etaoin shrdlu\n{\"\0\10\7\22:".charAt(random.nextInt(21));
    }
    made.add(Files.write(folder.resolve("words"), words));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(words);
    }
    made.add(Files.write(folder.resolve("deflated"), packed.toByteArray()));
    made.add(Files.write(folder.resolve("zeros"), new byte[8 << 20]));
    byte[] counting = new byte[8 << 20];
    for (int i = 0; i < counting.length; i++) {
      counting[i] = (byte) (i >> i % 4 * 8);
    }
    made.add(Files.write(folder.resolve("counting"), counting));
    return made;
  }

  private static List<Path> librariesOfTheJdk() throws IOException {
    Path lib = Path.of(System.getProperty("java.home"), "lib");
    try (Stream<Path> all =
        Stream.of("server/libjvm.so", "libjava.so", "libnet.so", "libzip.so", "tzdb.dat", "jvm.cfg")
            .map(lib::resolve)
            .filter(Files::isRegularFile)) {
      return all.toList();
    }
  }

  private static List<Path> jars() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .filter(entry -> !entry.contains("minilm") && !entry.contains("brigandine"))
        .map(Path::of)
        .filter(jar -> jar.toFile().length() < 6 << 20)
        .sorted((a, b) -> Long.compare(b.toFile().length(), a.toFile().length()))
        .limit(RUNS)
        .toList();
  }

  /** All but what looks encrypted. */
  private record Sightings(List<Sighting> all) implements AppWalk.Found {
    @Override
    public void file(String where, Finding finding, Search searchOrNull) {
      finding.sightings().stream()
          .filter(sighting -> sighting.format() != Format.NOISE)
          .forEach(all::add);
    }

    @Override
    public void paper(Paper paper) {
      throw new AssertionError(paper.kind() + " at " + paper.where());
    }

    @Override
    public void bundle(String where, String id) {
      throw new AssertionError("a bundle at " + where);
    }

    @Override
    public void archive(String where, Format format) {
      throw new AssertionError(format + " at " + where);
    }
  }
}
