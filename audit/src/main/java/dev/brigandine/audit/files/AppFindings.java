package dev.brigandine.audit.files;

import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.files.KnownContent.Hits;
import dev.brigandine.audit.files.KnownContent.Search;
import dev.brigandine.audit.files.StreamScan.Finding;
import dev.brigandine.audit.result.FoundModel;
import dev.brigandine.audit.result.FoundModel.Exposure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Gathers what a walk finds, and judges how bare each model lies once all has been seen. */
final class AppFindings implements AppWalk.Found {
  /** A model of which less lies here is told of, but not as if it were the model. */
  private static final double WHOLE = 0.99;

  private record Place(String where, Sighting sighting, List<Figure> figures) {}

  private final List<Place> places = new ArrayList<>();
  private final List<Paper> papers = new ArrayList<>();
  private final Map<String, String> bundleIds = new LinkedHashMap<>();
  private final Map<String, Format> archives = new TreeMap<>();
  private final Map<String, Long> archiveBytes = new LinkedHashMap<>();

  @Override
  public void file(String where, Finding finding, Search searchOrNull) {
    archives.keySet().stream()
        .filter(archive -> where.startsWith(archive + "!/"))
        .forEach(archive -> archiveBytes.merge(archive, finding.bytes(), Long::sum));
    List<Figure> known = known(searchOrNull);
    for (Sighting sighting : finding.sightings()) {
      String at = sighting.offset() == 0 ? where : where + " at byte " + sighting.offset();
      List<Figure> figures = new ArrayList<>(known);
      figures.add(
          new Figure("entropy", "bits a byte", finding.content().entropy(), Figure.Unit.NUMBER));
      places.add(new Place(at, sized(sighting, finding), figures));
    }
    if (finding.sightings().isEmpty() && !known.isEmpty()) {
      places.add(
          new Place(
              where,
              Sighting.open(Format.NUMBERS, 0, finding.bytes(), "weights of the given model"),
              known));
    }
  }

  private static Sighting sized(Sighting sighting, Finding finding) {
    long length = sighting.length() < 0 ? finding.bytes() - sighting.offset() : sighting.length();
    return new Sighting(
        sighting.format(),
        sighting.offset(),
        length,
        sighting.exposure(),
        sighting.veil(),
        sighting.tells());
  }

  private static List<Figure> known(Search searchOrNull) {
    if (searchOrNull == null) {
      return List.of();
    }
    Hits hits = searchOrNull.hits();
    if (hits.noWeights() && hits.names().isEmpty()) {
      return List.of();
    }
    return List.of(
        Figure.share("share-of-weights", "share of the model's weights", hits.share()),
        new Figure("longest-run", "longest run", hits.longestRun(), Figure.Unit.BYTES),
        Figure.count("names-found", "inner names of the model", hits.names().size()));
  }

  @Override
  public void paper(Paper paper) {
    papers.add(paper);
  }

  @Override
  public void bundle(String where, String id) {
    bundleIds.put(where, id);
  }

  @Override
  public void archive(String where, Format format) {
    archives.putIfAbsent(where, format);
  }

  /** All models, the most exposed first, then the largest. */
  List<FoundModel> models() {
    List<FoundModel> models = new ArrayList<>();
    archives.forEach(
        (where, format) ->
            models.add(
                new FoundModel(
                    where,
                    format.words(),
                    archiveBytes.getOrDefault(where, 0L),
                    Exposure.OPEN,
                    "open, with names of layers",
                    List.of())));
    for (Place place : places) {
      boolean partOfArchive =
          place.sighting.format() == Format.NUMBERS
              && archives.keySet().stream().anyMatch(a -> place.where.startsWith(a + "!/"));
      if (!partOfArchive) {
        models.add(model(place));
      }
    }
    for (Paper paper : papers) {
      if (paper.kind() == Paper.Kind.VENDOR_KEY) {
        models.add(
            new FoundModel(
                paper.where(),
                "vendor key",
                0,
                Exposure.OPEN,
                "the vendor's private keys: whoever has them opens every bundle and signs licences",
                List.of()));
      }
    }
    models.sort(
        Comparator.comparing(FoundModel::exposure)
            .thenComparing(Comparator.comparing(FoundModel::bytes).reversed())
            .thenComparing(FoundModel::where));
    return models;
  }

  private FoundModel model(Place place) {
    Sighting sighting = place.sighting;
    if (sighting.format() == Format.BUNDLE) {
      return bundle(place);
    }
    List<String> words = new ArrayList<>();
    words.add(sighting.veil().isEmpty() ? sighting.exposure().words() : sighting.veil());
    if (!sighting.tells().isEmpty()) {
      words.add(sighting.tells());
    }
    place.figures.stream()
        .filter(figure -> figure.id().equals("share-of-weights") && figure.value() > 0)
        .forEach(
            share ->
                words.add(
                    share.value() >= WHOLE
                        ? "the given model"
                        : String.format(
                            Locale.ROOT, "%.1f%% of the given model", 100 * share.value())));
    return new FoundModel(
        place.where,
        sighting.format().words(),
        sighting.length(),
        sighting.exposure(),
        String.join("; ", words),
        place.figures);
  }

  private FoundModel bundle(Place place) {
    String id = bundleIds.get(place.where);
    Optional<Paper> licence =
        papers.stream()
            .filter(paper -> paper.kind() == Paper.Kind.LICENCE)
            .filter(paper -> id == null || paper.bundles().contains(id))
            .findFirst();
    Optional<Paper> key = first(Paper.Kind.DEVICE_KEY);
    Optional<Paper> vendor = first(Paper.Kind.VENDOR_KEY);
    String beside;
    Exposure exposure = Exposure.VEILED;
    if (vendor.isPresent()) {
      beside = "the vendor's private keys lie at " + vendor.get().where();
    } else if (licence.isPresent() && key.isPresent()) {
      beside =
          "its licence lies at %s and a device key without a passphrase at %s: whoever copies all three has what the customer has, on a machine that passes for his"
              .formatted(licence.get().where(), key.get().where());
    } else {
      exposure = Exposure.PROTECTED;
      beside =
          licence
              .map(paper -> "its licence lies at " + paper.where() + ", no device key that is bare")
              .or(() -> key.map(k -> "a bare device key lies at " + k.where() + ", no licence"))
              .orElse("neither licence nor bare key lies beside it");
    }
    return new FoundModel(
        place.where,
        Format.BUNDLE.words(),
        place.sighting.length(),
        exposure,
        place.sighting.tells() + "; " + beside,
        place.figures);
  }

  private Optional<Paper> first(Paper.Kind kind) {
    return papers.stream().filter(paper -> paper.kind() == kind).findFirst();
  }
}
