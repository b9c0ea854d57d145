package dev.brigandine.audit.report;

import com.google.gson.JsonObject;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.result.AppReport;
import dev.brigandine.audit.result.AuditReport;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What an audit may find at most, from a file that a vendor keeps beside his model:
 *
 * <pre>
 * {"format": 1, "limits": [
 *   {"attack": "file-scan", "form": "*", "verdict": "nothing"},
 *   {"attack": "hooked-session", "form": "armored", "figure": "with-initializers", "max": 0.6},
 *   {"exposure": "protected"}]}
 * </pre>
 *
 * A limit whose figure was not measured is not kept. Limits on attacks are for audits of models,
 * those on exposure for scans of applications; each kind of report is judged by its own.
 */
public final class Limits {
  private static final int MOST_BYTES = 64 << 10;
  private static final int MOST = 500;
  private static final String WHAT = "the limits";

  private final List<AttackLimit> attacks;
  private final List<ExposureLimit> exposures;

  private Limits(List<AttackLimit> attacks, List<ExposureLimit> exposures) {
    this.attacks = attacks;
    this.exposures = exposures;
  }

  /**
   * Reads a file of limits: at most 64 KiB, 500 limits.
   *
   * @throws BrigandineException with {@link ErrorCode#USAGE} if they are not as documented, {@link
   *     ErrorCode#FILE_UNREADABLE} if the file can't be read
   */
  public static Limits read(Path file) {
    return parse(StrictJson.bytes(file, MOST_BYTES, WHAT));
  }

  static Limits parse(byte[] utf8) {
    if (utf8.length > MOST_BYTES) {
      throw usage(WHAT + " are more than " + MOST_BYTES + " bytes long");
    }
    JsonObject object = StrictJson.parse(utf8, MOST, WHAT);
    Members members = new Members(object, WHAT);
    if (members.whole("format") != 1) {
      throw usage(WHAT + " are of a format that this version does not read: it reads format 1");
    }
    List<AttackLimit> attacks = new ArrayList<>();
    List<ExposureLimit> exposures = new ArrayList<>();
    members.each(
        "limits",
        one ->
            one.has("exposure")
                ? exposures.add(ExposureLimit.read(one))
                : attacks.add(AttackLimit.read(one)));
    members.end();
    if (attacks.isEmpty() && exposures.isEmpty()) {
      throw usage(WHAT + " are none: every audit would keep them");
    }
    return new Limits(List.copyOf(attacks), List.copyOf(exposures));
  }

  /**
   * Checks, before an audit, that it can be judged by these.
   *
   * @throws BrigandineException with {@link ErrorCode#USAGE} if they name an attack that is not
   *     known, or none at all
   */
  public void check(Collection<AttackCard> known) {
    if (attacks.isEmpty()) {
      throw usage(WHAT + " have none on attacks, by which an audit of a model is judged");
    }
    List<String> ids = known.stream().map(AttackCard::id).toList();
    for (AttackLimit limit : attacks) {
      if (!ids.contains(limit.attack())) {
        throw new BrigandineException(
            ErrorCode.USAGE,
            "'" + Words.brief(limit.attack(), 60) + "' in the limits is no attack that is known",
            "known are " + String.join(", ", ids));
      }
    }
  }

  /**
   * Checks, before a scan of an application, that it can be judged by these.
   *
   * @throws BrigandineException with {@link ErrorCode#USAGE} if there are none on exposure
   */
  public void checkApplication() {
    if (exposures.isEmpty()) {
      throw usage(WHAT + " have none on exposure, by which a scan of an application is judged");
    }
  }

  /**
   * Holds an audit against the limits on attacks.
   *
   * @throws BrigandineException as {@link #check} does
   */
  public LimitsVerdict judge(AuditReport report) {
    check(report.attacks());
    return new LimitsVerdict(attacks.stream().map(limit -> limit.judge(report)).toList());
  }

  /**
   * Holds a scan against the limits on exposure.
   *
   * @throws BrigandineException as {@link #checkApplication} does
   */
  public LimitsVerdict judge(AppReport report) {
    checkApplication();
    return new LimitsVerdict(exposures.stream().map(limit -> limit.judge(report)).toList());
  }

  private static BrigandineException usage(String message) {
    return new BrigandineException(
        ErrorCode.USAGE, message, "docs/audit-limits.md tells what a file of limits holds");
  }
}
