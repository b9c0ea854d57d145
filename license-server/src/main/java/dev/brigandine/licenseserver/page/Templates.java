package dev.brigandine.licenseserver.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/** Templates, compiled with the module; each value is escaped for where it stands. */
final class Templates {
  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null,
          ContentType.Html,
          Templates.class.getClassLoader(),
          Templates.class.getPackageName());

  String render(Reply.Html html) {
    StringOutput output = new StringOutput(16 * 1024);
    engine.render(html.template() + ".jte", html.params(), output);
    return output.toString();
  }
}
