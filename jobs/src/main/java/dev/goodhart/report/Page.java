package dev.goodhart.report;

import freemarker.core.HTMLOutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One HTML file that needs no network: style and scripts are laid inside, and a content security
 * policy lets nothing but just these scripts run and nothing at all be loaded.
 */
final class Page {
  private static final String CHART_LIBRARY =
      "/META-INF/resources/webjars/echarts/5.5.0/echarts.common.min.js";
  private static final Configuration TEMPLATES = templates();

  private Page() {}

  /** A page without scripts. */
  static String plain(String template, Map<String, Object> model) {
    return render(template, model, List.of());
  }

  /** A page whose charts are drawn from its own data tables. */
  static String withCharts(String template, Map<String, Object> model) {
    return render(template, model, List.of(text(CHART_LIBRARY), text("charts.js")));
  }

  private static String render(String template, Map<String, Object> model, List<String> scripts) {
    Map<String, Object> all = new HashMap<>(model);
    all.put("show", new Figures());
    all.put("style", text("report.css"));
    all.put("scripts", scripts);
    all.put("policy", policy(scripts));
    StringWriter html = new StringWriter();
    try {
      TEMPLATES.getTemplate(template).process(all, html);
    } catch (IOException e) {
      throw new UncheckedIOException("report template " + template + " can't be read", e);
    } catch (TemplateException e) {
      throw new IllegalStateException(
          "report template " + template + " failed: " + e.getMessageWithoutStackTop(), e);
    }
    return html.toString();
  }

  private static Configuration templates() {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setClassForTemplateLoading(Page.class, "");
    configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
    configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
    configuration.setLocale(Locale.ROOT);
    configuration.setNumberFormat("computer");
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    return configuration;
  }

  /** The chart library sets style attributes, so a page with charts must allow those. */
  private static String policy(List<String> scripts) {
    String scriptSources =
        scripts.isEmpty()
            ? "'none'"
            : scripts.stream().map(Page::hashSource).collect(Collectors.joining(" "));
    String styleSources = scripts.isEmpty() ? hashSource(text("report.css")) : "'unsafe-inline'";
    return "default-src 'none'; script-src "
        + scriptSources
        + "; style-src "
        + styleSources
        + "; base-uri 'none'; form-action 'none'";
  }

  private static String hashSource(String content) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String text(String resource) {
    try (InputStream in = Page.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            "report resource " + resource + " is not on the class path; build again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("report resource " + resource + " can't be read", e);
    }
  }
}
