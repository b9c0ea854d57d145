package dev.brigandine.licenseserver.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** What a page needs so that everybody can use it, and so that nothing comes from elsewhere. */
final class Structure {
  private Structure() {}

  static void check(String path, Document page) {
    assertThat(page.selectFirst("html").attr("lang")).as(path).isEqualTo("en");
    assertThat(page.title()).as(path).isNotBlank();
    assertThat(page.select("h1")).as(path).hasSize(1);
    assertThat(page.select("main")).as(path).hasSize(1);
    assertThat(page.selectFirst("body").child(0).attr("href")).as(path).isEqualTo("#main");
    assertThat(page.select("script, iframe, object, embed, base, style, [style]"))
        .as(path)
        .isEmpty();
    int level = 1;
    for (Element heading : page.select("h1, h2, h3, h4")) {
      int next = heading.tagName().charAt(1) - '0';
      assertThat(next).as(path + " " + heading).isLessThanOrEqualTo(level + 1);
      level = next;
    }
    Set<String> ids = new HashSet<>();
    for (Element element : page.select("[id]")) {
      assertThat(ids.add(element.id())).as(path + " " + element.id()).isTrue();
    }
    for (String attribute : new String[] {"aria-describedby", "aria-labelledby", "for", "list"}) {
      for (Element element : page.select("[" + attribute + "]")) {
        for (String id : element.attr(attribute).split(" ")) {
          assertThat(page.getElementById(id)).as(path + " " + attribute + " " + id).isNotNull();
        }
      }
    }
    labels(path, page);
    tables(path, page);
    addresses(path, page);
  }

  private static void labels(String path, Document page) {
    for (Element field : page.select("input:not([type=hidden]), select, textarea")) {
      assertThat(page.select("label[for=" + field.id() + "]")).as(path + field).hasSize(1);
    }
    for (Element fieldset : page.select("fieldset")) {
      assertThat(fieldset.child(0).tagName()).as(path).isEqualTo("legend");
    }
    for (Element control : page.select("a, button, summary")) {
      assertThat(control.text()).as(path + control).isNotBlank();
    }
    for (Element nav : page.select("nav, [role=region], [role=search]")) {
      assertThat(nav.attr("aria-label")).as(path).isNotBlank();
    }
    for (Element form : page.select("form[method=post]")) {
      assertThat(form.select("[name=form]")).as(path).hasSize(1);
    }
    for (Element image : page.select("svg")) {
      assertThat(image.attr("role")).isEqualTo("img");
      assertThat(image.selectFirst("title").text()).isNotBlank();
      assertThat(image.selectFirst("desc").text()).isNotBlank();
    }
  }

  private static void tables(String path, Document page) {
    for (Element table : page.select("table")) {
      assertThat(table.child(0).tagName()).as(path).isEqualTo("caption");
      assertThat(table.select("thead th:not([scope=col])")).as(path).isEmpty();
      int columns = table.select("thead th").size();
      for (Element row : table.select("tbody tr")) {
        assertThat(row.children()).as(path + row).hasSize(columns);
        assertThat(row.child(0).attr("scope")).as(path).isEqualTo("row");
      }
    }
  }

  private static void addresses(String path, Document page) {
    for (String attribute :
        new String[] {"href", "src", "action", "formaction", "srcset", "data"}) {
      for (Element element : page.select("[" + attribute + "]")) {
        assertThat(element.attr(attribute)).as(path).matches("(/page/[^/].*|#.*)");
      }
    }
    for (Element element : page.getAllElements()) {
      element.attributes().forEach(it -> assertThat(it.getKey()).as(path).doesNotStartWith("on"));
    }
  }
}
