package dev.brigandine.audit.license;

/**
 * One row of the table of clocks, in its own words.
 *
 * @param name a number and a clause
 * @param memory what the device remembers, and what was done to that
 * @param clock what the machine's clock says at opening, and what happens then
 * @param witness who else says something of the time
 * @param licence what it asks
 * @param outcome {@code opens at …} or an error's id
 * @param holds {@code guaranteed} or {@code best effort}
 */
record ClockRow(
    String name,
    String memory,
    String clock,
    String witness,
    String licence,
    String outcome,
    String holds) {
  private static final int CELLS = 7;

  static ClockRow of(String line) {
    String[] cells = line.substring(1, line.lastIndexOf('|')).split("\\|");
    if (cells.length != CELLS) {
      throw new IllegalStateException("a row of clocks has not seven cells: " + line);
    }
    return new ClockRow(
        cells[0].strip(),
        cells[1].strip(),
        cells[2].strip(),
        cells[3].strip(),
        cells[4].strip(),
        cells[5].strip(),
        cells[6].strip());
  }

  /** Whether the owner of the machine may bring this case about where another would be refused. */
  boolean bestEffort() {
    return holds.equals("best effort");
  }

  boolean opens() {
    return outcome.startsWith(OPENS);
  }

  /** What an outcome that opens begins with; a moment follows. */
  static final String OPENS = "opens at ";
}
