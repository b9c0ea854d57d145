package dev.brigandine.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A share of something: {@code 3%} or {@code 0.03}, and how one is shown. */
record Share(double value) {
  private static final double MOST = 10;
  private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?|\\.\\d{1,9})(%?)");

  /** From the command line; 0 to 1000%. */
  static final class Converter implements ITypeConverter<Share> {
    @Override
    public Share convert(String text) {
      Matcher form = FORM.matcher(text);
      if (!form.matches()) {
        throw new TypeConversionException(
            "'" + text + "' is no share of the run time; write 3% or 0.03");
      }
      double number = Double.parseDouble(form.group(1));
      boolean percent = !form.group(2).isEmpty();
      if (!percent && number > 1) {
        // 3 means 300% to one who knows of 0.03, and 3% to all others.
        throw new TypeConversionException("'" + text + "' could be a slip; write " + text + "%");
      }
      double value = percent ? number / 100 : number;
      if (value > MOST) {
        throw new TypeConversionException("'" + text + "' is not from 0% to 1000%");
      }
      return new Share(value);
    }
  }

  /** In percent; never 0.0% for a little, nor 100.0% for less than all. */
  @Override
  public String toString() {
    double percent = value * 100;
    if (value > 0 && percent < 0.05) {
      return "<0.1%";
    }
    if (value < 1 && percent >= 99.95) {
      return ">99.9%";
    }
    return String.format(Locale.ROOT, "%.1f%%", percent);
  }
}
