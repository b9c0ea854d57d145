/**
 * What people and programs read of an audit: a page ({@link
 * dev.brigandine.audit.report.ReportHtml}), JSON ({@link dev.brigandine.audit.report.ReportJson}),
 * a few lines for a terminal ({@link dev.brigandine.audit.report.ReportText}), and whether it keeps
 * within limits ({@link dev.brigandine.audit.report.Limits}).
 */
package dev.brigandine.audit.report;
