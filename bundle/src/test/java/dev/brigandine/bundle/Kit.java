package dev.brigandine.bundle;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/** A vector of the testkit in the making: the file, and what is expected of it. */
record Kit(String name, byte[] file, List<String> expected) {

  /** Numbers and collects vectors. */
  static final class Box {
    final List<Kit> kits = new ArrayList<>();
    private int number;

    Box from(int first) {
      number = first;
      return this;
    }

    /** A bundle of which all sections open in every way. */
    void ok(String name, Consumer<Forge> how) {
      Forge forge = new Forge();
      how.accept(forge);
      byte[] file = forge.make();
      List<String> lines = opened(forge);
      lines.add("inspect: ok");
      for (Forge.Part part : forge.parts) {
        lines.add("section " + part.name + ": ok ok ok " + sha256(part.plain));
      }
      add(name, file, lines);
    }

    /** A bundle that is refused when it is opened. */
    void refused(String name, String code, Consumer<Forge> how) {
      Forge forge = new Forge();
      forge.part("graph", 60);
      how.accept(forge);
      add(name, forge.make(), new ArrayList<>(List.of("open: " + code)));
    }

    /**
     * A bundle that opens, but of which section {@code section} is refused.
     *
     * @param codes of whole decryption, stream and random access
     * @param released bytes that the stream gives before it fails
     */
    void section(
        String name,
        String inspect,
        String section,
        String codes,
        int released,
        Consumer<Forge> how) {
      Forge forge = new Forge();
      forge.part("graph", 60);
      how.accept(forge);
      byte[] file = forge.make();
      List<String> lines = opened(forge);
      lines.add("inspect: " + inspect);
      for (Forge.Part part : forge.parts) {
        boolean fails = section.equals(part.name) || section.equals("*");
        lines.add(
            "section "
                + part.name
                + ": "
                + (fails ? codes : "ok ok ok")
                + " "
                + sha256(part.plain)
                + (fails ? " " + released : ""));
      }
      add(name, file, lines);
    }

    private static List<String> opened(Forge forge) {
      List<String> lines = new ArrayList<>();
      lines.add("open: ok");
      lines.add("signer: " + SignerId.of(forge.signer.publicKey()));
      lines.add("activation: " + "07".repeat(32));
      return lines;
    }

    private void add(String name, byte[] file, List<String> lines) {
      kits.add(new Kit(String.format("%03d-%s", number++, name), file, lines));
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
