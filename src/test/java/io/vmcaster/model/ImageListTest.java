package io.vmcaster.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageListTest {

  private static final String LIST =
      "{\"hv:imagelist\":{\"dc:identifier\":\"L\",\"dc:title\":\"t\",\"x:n\":1.50,\"x:z\":null,"
          + "\"x:a\":[1,{}],\"x:e\":\"\",\"hv:version\":\"1.9\","
          + "\"hv:endorser\":{\"hv:x509\":{\"hv:dn\":\"/CN=a\",\"hv:ca\":\"/CN=b\"}},"
          + "\"hv:images\":[{\"hv:image\":{\"dc:identifier\":\"2\",\"hv:size\":7}},"
          + "{\"hv:image\":{\"dc:identifier\":\"1\",\"hv:size\":\"7\"}}]}}";

  private static ImageList parse(String document) {
    return ImageList.parse(Json.read(document, "it"), "it");
  }

  @Test
  void readsAListWithItsParts() {
    ImageList list = parse(LIST);
    assertThat(list.id()).isEqualTo(new ListId("L"));
    assertThat(list.text("dc:title")).contains("t");
    assertThat(list.version()).contains(new Version("1.9"));
    assertThat(list.endorsers()).extracting(Endorser::dn).containsExactly(new Dn("/CN=a"));
    assertThat(list.endorsers().get(0).text("hv:ca")).contains("/CN=b");
    assertThat(list.images()).extracting(Image::id).containsExactly(id("2"), id("1"));
    assertThat(Json.members(list.metadata())).doesNotContainKeys(Keys.IDENTIFIER, Keys.IMAGES);
  }

  private static ImageId id(String text) {
    return new ImageId(text);
  }

  @Test
  void nothingIsLostOnTheWayThere() {
    JsonNode document = Json.read(LIST, "it");
    assertThat(ImageList.parse(document, "it").toJson()).isEqualTo(document);
    String shown = Json.pretty(parse(LIST).toJson());
    assertThat(Json.pretty(parse(shown).toJson())).isEqualTo(shown);
  }

  @Test
  void readsTheBareInnerObject() {
    String bare = LIST.substring("{\"hv:imagelist\":".length(), LIST.length() - 1);
    assertThat(parse(bare)).isEqualTo(parse(LIST));
  }

  @Test
  void severalEndorsersAreAnArrayThereAndBack() {
    String several =
        "{\"hv:imagelist\":{\"dc:identifier\":\"L\",\"hv:images\":[],\"hv:endorser\":["
            + "{\"hv:x509\":{\"hv:dn\":\"/CN=b\"}},{\"hv:x509\":{\"hv:dn\":\"/CN=a\"}}]}}";
    ImageList list = parse(several);
    assertThat(list.endorsers()).extracting(e -> e.dn().text()).containsExactly("/CN=b", "/CN=a");
    assertThat(list.toJson()).isEqualTo(Json.read(several, "it"));
  }

  @Test
  void imagesAreShownThoughThereAreNone() {
    ImageList list = parse("{\"hv:imagelist\":{\"dc:identifier\":\"L\"}}");
    assertThat(Json.compact(list.toJson()))
        .isEqualTo("{\"hv:imagelist\":{\"dc:identifier\":\"L\",\"hv:images\":[]}}");
  }

  @Test
  void anEmptyVersionIsNone() {
    assertThat(parse("{\"dc:identifier\":\"L\",\"hv:version\":\"\"}").version()).isEmpty();
  }

  @Test
  void changesAreMadeInACopy() {
    ImageList list = parse(LIST);
    ImageList changed = list.with(Map.of("dc:title", Json.of("u")));
    assertThat(changed.text("dc:title")).contains("u");
    assertThat(changed.images()).isEqualTo(list.images());
    assertThat(list.text("dc:title")).contains("t");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | it is not a JSON object",
        "null | it is not a JSON object",
        "\"s\" | it is not a JSON object",
        "{} | it has neither hv:imagelist nor dc:identifier",
        "{\"hv:imagelist\":null} | the document holds no object hv:imagelist",
        "{\"hv:imagelist\":[]} | the document holds no object hv:imagelist",
        "{\"hv:imagelist\":{}} | the list has no proper dc:identifier",
        "{\"hv:imagelist\":{\"dc:identifier\":\"L\"},\"x\":1} | 'x' beside hv:imagelist",
        "{\"dc:identifier\":7} | the list has no proper dc:identifier",
        "{\"dc:identifier\":\" \"} | the list has no proper dc:identifier",
        "{\"dc:identifier\":\"a\\nb\"} | the list has no proper dc:identifier",
        "{\"dc:identifier\":null} | the list has no proper dc:identifier"
      })
  void refusesADocument(String document, String reason) {
    assertRefused(document, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"hv:images\":null | hv:images is not an array",
        "\"hv:images\":{} | hv:images is not an array",
        "\"hv:images\":[1] | image 1 of hv:images holds no object hv:image",
        "\"hv:images\":[{}] | image 1 of hv:images holds no object hv:image",
        "\"hv:images\":[{\"hv:image\":1}] | image 1 of hv:images holds no object hv:image",
        "\"hv:images\":[{\"hv:image\":{}}] | image 1 of hv:images has no proper dc:identifier",
        "\"hv:images\":[{\"hv:image\":{\"dc:identifier\":\"1\"},\"y\":1}] | 'y' beside hv:image",
        "\"hv:endorser\":null | hv:endorser holds no object hv:x509",
        "\"hv:endorser\":\"x\" | hv:endorser holds no object hv:x509",
        "\"hv:endorser\":{} | hv:endorser holds no object hv:x509",
        "\"hv:endorser\":[[]] | hv:endorser holds no object hv:x509",
        "\"hv:endorser\":{\"hv:x509\":{}} | the endorser has no proper hv:dn",
        "\"hv:endorser\":{\"hv:x509\":{\"hv:dn\":\"/CN=a\"},\"z\":1} | 'z' beside hv:x509",
        "\"dc:title\":\"a\\u0000b\" | holds the character U+0000",
        "\"x:deep\":[{\"a\\u0000\":1}] | holds the character U+0000"
      })
  void refusesAList(String members, String reason) {
    assertRefused("{\"dc:identifier\":\"L\"," + members + "}", reason);
  }

  @Test
  void refusesAnImageThatIsInItTwice() {
    String image = "{\"hv:image\":{\"dc:identifier\":\"1\"}}";
    assertRefused(
        "{\"dc:identifier\":\"L\",\"hv:images\":[" + image + "," + image + "]}",
        "image 1 is in it twice");
  }

  @Test
  void refusesAnEndorserThatIsInItTwice() {
    String endorser = "{\"hv:x509\":{\"hv:dn\":\"/CN=a\"}}";
    assertRefused(
        "{\"dc:identifier\":\"L\",\"hv:endorser\":[" + endorser + "," + endorser + "]}",
        "endorser /CN=a is in it twice");
  }

  @Test
  void tellsAllFaultsTogetherButNotThousands() {
    assertThatThrownBy(() -> parse("{\"hv:imagelist\":{\"hv:images\":[1,2],\"hv:endorser\":3}}"))
        .hasMessageContaining("dc:identifier")
        .hasMessageContaining("image 1")
        .hasMessageContaining("image 2")
        .hasMessageContaining("hv:endorser");
    String many = "{\"dc:identifier\":\"L\",\"hv:images\":[1" + ",1".repeat(9999) + "]}";
    assertThatThrownBy(() -> parse(many))
        .hasMessageEndingWith("and 9980 more faults")
        .message()
        .hasSizeLessThan(2000);
  }

  private static void assertRefused(String document, String reason) {
    assertThatThrownBy(() -> parse(document))
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessageStartingWith("it is not an image list: ")
        .hasMessageContaining(reason);
  }
}
