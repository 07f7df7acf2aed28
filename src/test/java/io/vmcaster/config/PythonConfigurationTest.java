package io.vmcaster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.model.Json;
import io.vmcaster.testing.Shell;
import io.vmcaster.testing.WarningsTo;
import io.vmcaster.uploader.Protocols;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Configurations of the original program, which reads them by Python 2's {@code SafeConfigParser}.
 * Python 3's is the judge. It differs from Python 2's in these: {@code rem} is no comment, a
 * section's line may have nothing but a comment behind it, and any {@code ;} behind a blank begins
 * a comment, where Python 2 looks at the first one only.
 */
class PythonConfigurationTest {

  private static final String JUDGE =
      """
      import configparser, json, sys
      read = []
      for text in json.load(open(sys.argv[1])):
          parser = configparser.ConfigParser(strict=False, comment_prefixes=('#', ';'),
              inline_comment_prefixes=(';',))
          parser.read_string(text)
          read.append({key: json.loads(parser.get('web', key)) for key in
              ('server', 'writeprotocol', 'readprefix', 'writeprefix', 'timeout', 'consumers')
              if parser.has_option('web', key)})
      print(json.dumps(read))
      """;

  private static final String PLAIN =
      """
      [web]
      server = "web.example.org"
      writeprotocol = "local"
      readprefix = "https://web.example.org/"
      writeprefix = "/srv/"
      """;

  /** What Python 3 reads as Python 2 does. */
  private static final List<String> ALIKE =
      List.of(
          PLAIN,
          PLAIN.replace(" = ", ":"),
          PLAIN.replace(" = ", "   :   "),
          PLAIN.replace(" = ", "="),
          PLAIN.replace("server", "SERVER"),
          PLAIN.replace("\n", "\r\n"),
          PLAIN.replace("\"\n", "\" ; a comment\n"),
          PLAIN.replace("\"\n", "\"\t;a \"comment\"\n"),
          PLAIN.replace("\"\n", "\" ; one ; two\n"),
          PLAIN.replace("[web]", "[web] ; a comment"),
          PLAIN.replace("/srv/", "/srv/a;b/"),
          PLAIN.replace("/srv/", "/srv/a=b:c/"),
          PLAIN.replace("/srv/", "/srv/100%%/"),
          PLAIN.replace("/srv/", "/srv/%%(host)s/"),
          PLAIN.replace("/srv/", "/srv/%(__name__)s/").replace("[web]", "[web]\n__name__: web"),
          PLAIN + "# a comment\n; another\n#timeout = 1\n",
          PLAIN + "timeout = 5 ; seconds\n",
          PLAIN + "timeout =\n  5\n",
          PLAIN + "consumers = [\"hepix\",\n  \"atrope\"\n  ]\n",
          PLAIN + "consumers = [ ; both\n  \"hepix\",\n# one\n  \"atrope\" ]\n",
          PLAIN + "consumers = [\"hepix\",\n\n  \"atrope\"]\n",
          PLAIN + "consumers = [\"hepix\"\n\n  ,\"atrope\"\n\n  ]\n",
          PLAIN + "\n[other]\nserver = \"other.example.org\"\n",
          "[DEFAULT]\ntimeout = 7\n" + PLAIN,
          PLAIN + "[DEFAULT]\ntimeout = 7\n",
          "[DEFAULT]\nTimeout: 7 ; seconds\nserver = \"x\"\n" + PLAIN,
          "[DEFAULT]\nbase = /srv/%(kind)s\nkind = images\n"
              + PLAIN.replace("\"/srv/\"", "\"%(base)s/%%/\""),
          "[DEFAULT]\nbase = /srv\nkind = nothing\n"
              + PLAIN.replace("\"/srv/\"", "\"%(BASE)s/%(kind)s/\"\nkind = lists"),
          "[DEFAULT]\nwriteprefix = \"/srv/%(kind)s/\"\n"
              + PLAIN.replace("writeprefix = \"/srv/\"", "kind = lists"),
          "[DEFAULT]\nhost = web.example.org\n" + PLAIN.replace("web.example.org", "%(host)s"));

  @TempDir Path directory;
  private final List<String> warnings = new ArrayList<>();

  @Test
  void readsWhatPythonReads() throws Exception {
    ArrayNode texts = JsonNodeFactory.instance.arrayNode();
    ALIKE.forEach(texts::add);
    Files.writeString(directory.resolve("judge.py"), JUDGE);
    Files.writeString(directory.resolve("texts"), texts.toString());
    Shell.Outcome judged = Shell.run(directory, "env", "-i", "python3", "judge.py", "texts");
    assertThat(judged.status()).as(judged.err()).isZero();
    JsonNode expected = Json.read(judged.out(), "what Python reads");
    for (int i = 0; i < ALIKE.size(); i++) {
      assertThat(read(ALIKE.get(i))).as(ALIKE.get(i)).isEqualTo(expected.get(i));
      assertThat(warnings.stream().filter(text -> !text.contains("[other]"))).isEmpty();
    }
  }

  @Test
  void readsWhatOnlyPython2Reads() throws IOException {
    JsonNode plain = read(PLAIN);
    assertThat(read("rem first\n" + PLAIN + "REM timeout = 5\nRem\n")).isEqualTo(plain);
    assertThat(read(PLAIN.replace("[web]", "[web] and more"))).isEqualTo(plain);
    assertThat(read(PLAIN + "remote = 1\n")).isEqualTo(plain);
    assertThat(warnings).singleElement().asString().contains("[web] remote: no such key");
  }

  /** It is cut off in Python, which then finds no JSON there. */
  @Test
  void whatLooksLikeACommentInATextIsText() throws IOException {
    assertThat(read(PLAIN.replace("/srv/", "/srv/a ;b \\\" ; c/")).get("writeprefix").textValue())
        .isEqualTo("/srv/a ;b \" ; c/");
  }

  @Test
  void aDefaultThatNobodyUsesIsTold() throws IOException {
    read("[DEFAULT]\ntimeuot = 7\nused = /srv/\n" + PLAIN.replace("/srv/", "%(used)s"));
    assertThat(warnings).singleElement().asString().contains("[DEFAULT] timeuot: no such key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/srv/%(nobody)s/ | writeprefix: %(nobody)s is the value of a setting that is not there; a"
            + " percent sign that means itself is written twice: %%(nobody)s",
        "%(writeprefix)s/ | writeprefix: %(writeprefix)s refers to itself"
      })
  void namesTheReferenceThatHasNoValue(String value, String message) {
    assertThatThrownBy(() -> read(PLAIN.replace("/srv/", value)))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContaining("[web] " + message);
  }

  private JsonNode read(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("vmcaster.cfg"), text);
    Configuration configuration =
        Configuration.read(file, Protocols.keys(), new WarningsTo(warnings));
    ObjectNode settings = JsonNodeFactory.instance.objectNode();
    Section section = configuration.find("https://web.example.org/a").section();
    section
        .settings()
        .forEach(
            (key, value) -> {
              if (SectionReader.isKnown(key, Protocols.keys())) {
                settings.set(key, value);
              }
            });
    return settings;
  }
}
